package dev.recollect.clipping.clip;

import dev.recollect.clipping.domain.Segment;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A clip of a search: planned, cut, or refused.
 *
 * @param recordedAt wall-clock time of its beginning; empty if nobody said when the video begins,
 *     or the video is gone
 * @param progress share of the cut that is done, 0-1
 * @param error for the caller; only of one that failed
 * @param statusCode the kind of error, as HTTP counts; only of one that failed
 */
public record SearchedClip(
    long eventId,
    UUID requestId,
    UUID clipId,
    long sourceVideoKey,
    Segment segment,
    Optional<Instant> recordedAt,
    ClipState state,
    double progress,
    Optional<String> error,
    OptionalInt statusCode) {}
