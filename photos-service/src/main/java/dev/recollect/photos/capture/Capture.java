package dev.recollect.photos.capture;

import jakarta.annotation.Nullable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When and with what a photo was taken, as its EXIF says. What is not said is null.
 *
 * @param localTime the camera's clock
 * @param offset of that clock from UTC
 * @param gpsTime the satellites' clock
 */
public record Capture(
    @Nullable LocalDateTime localTime,
    @Nullable ZoneOffset offset,
    @Nullable Instant gpsTime,
    Optional<Camera> camera) {

  /** Nothing known. */
  public static final Capture UNKNOWN = new Capture(null, null, null, Optional.empty());

  /**
   * Where the capture time comes from: {@code offset} when the camera says it, else {@code gps},
   * else {@code event} for a local time that is on the event's time zone; null without any.
   */
  @Nullable
  public String source() {
    if (localTime != null && offset != null) {
      return "offset";
    }
    if (gpsTime != null) {
      return "gps";
    }
    return localTime == null ? null : "event";
  }

  /** The instant before any correction; null when it takes the event's time zone to tell. */
  @Nullable
  public Instant instant() {
    return switch (source()) {
      case "offset" -> localTime.toInstant(offset);
      case "gps" -> gpsTime;
      case null, default -> null;
    };
  }

  /** Seconds east of UTC that {@link #instant()} was told in; null when there is none. */
  @Nullable
  public Integer offsetSeconds() {
    return switch (source()) {
      case "offset" -> offset.getTotalSeconds();
      case "gps" -> 0;
      case null, default -> null;
    };
  }
}
