package dev.recollect.search.bib;

import dev.recollect.vision.Box;
import java.util.OptionalInt;

/**
 * A bib reading as it is stored.
 *
 * @param text as read
 * @param confidence 0-1
 * @param box as shares (0-1) of the photo
 * @param faceNo the face that wears it, if one does
 */
public record StoredReading(String text, double confidence, Box box, OptionalInt faceNo) {}
