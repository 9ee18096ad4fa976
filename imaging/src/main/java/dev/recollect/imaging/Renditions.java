package dev.recollect.imaging;

/**
 * What was made from an original.
 *
 * @param original what its headers say
 * @param large dimensions of the large preview
 * @param small dimensions of the thumbnail
 */
public record Renditions(ImageInfo original, ImageSize large, ImageSize small) {}
