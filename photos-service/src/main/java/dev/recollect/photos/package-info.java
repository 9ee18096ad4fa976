/** The library of record: organisations, keys, events, photos and their renditions. */
package dev.recollect.photos;
