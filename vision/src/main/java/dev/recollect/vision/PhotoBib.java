package dev.recollect.vision;

import java.util.OptionalInt;

/**
 * A bib reading of a picture and the face it belongs to.
 *
 * @param face index into the faces of the picture of the runner who seems to wear it; empty where
 *     the face is hidden, turned away or too far
 * @param confidence that the number is there and rightly read, 0-1: the reading's own, raised where
 *     a face confirms it
 */
public record PhotoBib(BibReading reading, OptionalInt face, double confidence) {}
