/**
 * The servers of the embedded default, each a child process of ours: a private PostgreSQL cluster
 * and an S3 server.
 *
 * <p>A child never outlives its owner: the kernel signals it when the owning process ends, however
 * that happens.
 */
package dev.recollect.embedded;
