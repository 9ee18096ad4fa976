package dev.recollect.kit.storage;

/**
 * A part of a multipart upload that the store has.
 *
 * @param number from 1
 * @param etag by which the store knows the part's content
 */
public record StoredPart(int number, long sizeBytes, String etag) {}
