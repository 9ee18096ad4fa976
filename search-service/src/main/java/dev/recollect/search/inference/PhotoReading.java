package dev.recollect.search.inference;

import dev.recollect.vision.Box;
import java.util.OptionalInt;

/**
 * A bib reading of a photo.
 *
 * @param text as read
 * @param confidence 0-1
 * @param box as shares (0-1) of the photo
 * @param faceNo the face that wears it, if one does
 */
public record PhotoReading(String text, double confidence, Box box, OptionalInt faceNo) {}
