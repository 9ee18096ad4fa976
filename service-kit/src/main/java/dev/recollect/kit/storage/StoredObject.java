package dev.recollect.kit.storage;

/**
 * What the store knows of an object without reading it.
 *
 * @param etag opaque; changes with the content
 */
public record StoredObject(long sizeBytes, String etag) {}
