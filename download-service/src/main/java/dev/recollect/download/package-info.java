/** Hands out originals as presigned URLs and as archives. Keeps nothing of its own. */
package dev.recollect.download;
