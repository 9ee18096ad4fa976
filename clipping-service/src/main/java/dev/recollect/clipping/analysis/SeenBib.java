package dev.recollect.clipping.analysis;

import dev.recollect.clipping.domain.Sighting;
import java.time.Duration;
import java.util.Optional;

/**
 * A bib number read in a picture of a video.
 *
 * @param time from the beginning of the video
 * @param text 2-6 digits, leading zeros kept
 * @param wearer the face above it, seen in the same picture; empty where there is none
 */
public record SeenBib(Duration time, String text, Optional<Sighting> wearer) {}
