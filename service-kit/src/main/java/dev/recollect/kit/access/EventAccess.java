package dev.recollect.kit.access;

import java.util.OptionalDouble;

/**
 * The part of an event that decides about requests.
 *
 * @param faceThresholdPercent 0-100; empty means the face model's default
 */
public record EventAccess(
    long eventId,
    long organisationId,
    boolean enabled,
    boolean bibSearch,
    boolean selfieSearch,
    boolean videoSearch,
    boolean videoSelfieSearch,
    boolean timelineSearch,
    boolean publishOriginals,
    OptionalDouble faceThresholdPercent) {

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
