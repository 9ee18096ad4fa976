package dev.recollect.search.library;

import java.util.OptionalLong;

/**
 * The part of an event that indexing and bib search depend on.
 *
 * @param organisationId empty while only photos of the event are known
 * @param bibReviewConfidence readings below it wait for a person; 0-1
 */
public record EventSettings(
    long eventId,
    OptionalLong organisationId,
    boolean bibPropagation,
    double bibReviewConfidence) {}
