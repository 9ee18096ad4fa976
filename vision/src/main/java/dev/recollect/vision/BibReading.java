package dev.recollect.vision;

/**
 * A bib number read in a photo.
 *
 * @param text 2-6 digits, leading zeros kept
 * @param box around the number, in pixels of the photo
 * @param confidence mean probability of its characters, 0-1
 */
public record BibReading(String text, Box box, double confidence) {}
