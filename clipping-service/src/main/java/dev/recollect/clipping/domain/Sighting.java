package dev.recollect.clipping.domain;

import dev.recollect.vision.Box;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.FaceQuality;
import java.time.Duration;

/**
 * A face seen in a source video at a time.
 *
 * @param time from the beginning of the video
 * @param box in parts of the picture's width and height, upright
 * @param confidence of the detector, 0-1
 * @param quality how far the embedding can be trusted
 * @param embedding personal data: never log it
 */
public record Sighting(
    Duration time, Box box, double confidence, FaceQuality quality, FaceEmbedding embedding) {}
