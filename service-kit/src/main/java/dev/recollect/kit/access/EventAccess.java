package dev.recollect.kit.access;

import java.util.OptionalDouble;

/**
 * The part of an event that decides about requests.
 *
 * @param faceThresholdPercent 0-100; empty means the face model's default
 * @param bibReviewConfidence readings below it wait for review; 0-1
 */
public record EventAccess(
    long eventId,
    long organisationId,
    String name,
    boolean enabled,
    boolean bibSearch,
    boolean selfieSearch,
    boolean videoSearch,
    boolean videoSelfieSearch,
    boolean timelineSearch,
    boolean bibPropagation,
    boolean publishOriginals,
    OptionalDouble faceThresholdPercent,
    double bibReviewConfidence) {

  public boolean offers(Feature feature) {
    return switch (feature) {
      case NONE -> true;
      case GALLERY -> enabled;
      case BIB_SEARCH -> enabled && bibSearch;
      case SELFIE_SEARCH -> enabled && selfieSearch;
      case VIDEO_SEARCH -> enabled && videoSearch;
      case VIDEO_SELFIE_SEARCH -> enabled && videoSearch && videoSelfieSearch;
      case TIMELINE_SEARCH -> enabled && timelineSearch;
    };
  }
}
