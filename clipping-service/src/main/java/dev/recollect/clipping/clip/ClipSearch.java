package dev.recollect.clipping.clip;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A search for a person's moments as it is stored.
 *
 * @param modelNo of the model that made its faces
 * @param minimumCosine faces of videos at least this alike are taken for the same
 * @param bib that the person wears; only of a search by it that has not been done yet
 * @param facesInSelfie more than 1 means that the largest of them was searched
 * @param error for the caller; only of a failed search
 * @param stamped its clips carry the event's stamp
 */
public record ClipSearch(
    long organisationId,
    long eventId,
    UUID requestId,
    int modelNo,
    double minimumCosine,
    Optional<String> bib,
    int facesInSelfie,
    SearchStatus status,
    Optional<String> error,
    boolean stamped,
    Instant createdAt) {}
