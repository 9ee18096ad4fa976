package dev.recollect.clipping.library;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A source video as the library of record last described it.
 *
 * @param key its number within the event
 * @param descriptionId of the work item that finds out what is in the file
 * @param bucket where the original lies
 * @param objectKey where the original lies
 * @param duration as the library says
 * @param startTime wall-clock time of its first picture, if somebody said
 */
public record SourceVideo(
    long eventId,
    long key,
    UUID descriptionId,
    String bucket,
    String objectKey,
    long sizeBytes,
    Duration duration,
    Optional<String> filename,
    Optional<Instant> startTime) {}
