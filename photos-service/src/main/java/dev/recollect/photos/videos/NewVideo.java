package dev.recollect.photos.videos;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.photos.ingest.FileName;
import jakarta.annotation.Nullable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/**
 * What whoever brings a video says of it.
 *
 * @param key the wanted {@code source_video_key}; empty to be given one
 */
record NewVideo(OptionalLong key, @Nullable String filename, @Nullable Instant startTime) {
  private static final long MOST = 999_999_999;

  /** Of digital video, and of what every reader of a time can say. */
  private static final int FIRST_YEAR = 1990;

  private static final int LAST_YEAR = 9999;

  /**
   * @throws RecollectException 422 for a key or a start time out of range
   */
  NewVideo {
    if (key.isPresent() && (key.getAsLong() < 1 || key.getAsLong() > MOST)) {
      throw RecollectException.invalidField("source_video_key", "must be 1-" + MOST);
    }
    if (startTime != null
        && (startTime.isBefore(startOf(FIRST_YEAR))
            || !startTime.isBefore(startOf(LAST_YEAR + 1)))) {
      throw RecollectException.invalidField(
          "start_time", "must be in the years %d-%d".formatted(FIRST_YEAR, LAST_YEAR));
    }
  }

  private static Instant startOf(int year) {
    return LocalDate.ofYearDay(year, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** From JSON. */
  static NewVideo of(
      @Nullable Long key, @Nullable String filename, @Nullable OffsetDateTime startTime) {
    return new NewVideo(
        key == null ? OptionalLong.empty() : OptionalLong.of(key),
        FileName.cleaned(filename),
        startTime == null ? null : startTime.toInstant());
  }

  /**
   * From a form, where everything is text.
   *
   * @throws RecollectException 422 for what cannot be read
   */
  static NewVideo parse(
      @Nullable String key, @Nullable String filename, @Nullable String startTime) {
    return new NewVideo(keyOf(key), FileName.cleaned(filename), instantOf(startTime));
  }

  private static OptionalLong keyOf(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException notANumber) {
      throw RecollectException.invalidField("source_video_key", "must be 1-" + MOST);
    }
  }

  private static Instant instantOf(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException unreadable) {
      throw RecollectException.invalidField(
          "start_time", "must be a time with its offset, such as 2026-05-09T10:15:30+02:00");
    }
  }
}
