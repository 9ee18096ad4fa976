package dev.recollect.search.selfie;

import java.util.UUID;

/**
 * A search that was made, without its results.
 *
 * @param thresholdPercent what was in force, 0-100
 * @param facesInSelfie of which the largest was searched for
 * @param total photos found, less those deleted since
 */
public record StoredSearch(
    long eventId, UUID requestId, double thresholdPercent, int facesInSelfie, long total) {}
