package dev.recollect.clipping.analysis;

import dev.recollect.clipping.domain.Sighting;
import dev.recollect.vision.Box;
import java.time.Duration;
import java.util.Optional;

/**
 * A bib number read in a picture of a video.
 *
 * @param time from the beginning of the video
 * @param text 2-6 digits, leading zeros kept
 * @param box in parts of the picture's width and height
 * @param confidence that it is rightly read, 0-1; raised where a face confirms it
 * @param wearer the face above it, seen in the same picture; empty where there is none
 */
public record SeenBib(
    Duration time, String text, Box box, double confidence, Optional<Sighting> wearer) {}
