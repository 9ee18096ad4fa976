package dev.recollect.photos.gallery;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Capture times from one instant up to, not including, another.
 *
 * @param from null for no lower end
 * @param to null for no upper end
 */
public record TimeWindow(@Nullable Instant from, @Nullable Instant to) {
  /** What PostgreSQL's and Java's calendars both can say: the years 1 to 9999. */
  private static final long EARLIEST = -62_135_596_800L;

  private static final long LATEST = 253_402_300_799L;

  /**
   * Reads the query parameters, in Unix seconds; null or blank means open.
   *
   * @throws RecollectException 422 naming every offending parameter, also when {@code from} is not
   *     before {@code to}
   */
  public static TimeWindow parse(@Nullable String from, @Nullable String to) {
    List<String> problems = new ArrayList<>(2);
    Instant start = read("from", from, problems);
    Instant end = read("to", to, problems);
    if (problems.isEmpty() && start != null && end != null && !start.isBefore(end)) {
      problems.add("from: must be before to");
    }
    if (!problems.isEmpty()) {
      throw new RecollectException(ErrorCode.INVALID_FIELD, String.join("; ", problems));
    }
    return new TimeWindow(start, end);
  }

  private static Instant read(String name, String text, List<String> problems) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      long seconds = Long.parseLong(text.strip());
      if (seconds >= EARLIEST && seconds <= LATEST) {
        return Instant.ofEpochSecond(seconds);
      }
      problems.add(name + ": must be a time between the years 1 and 9999");
    } catch (NumberFormatException notANumber) {
      problems.add(name + ": must be a whole number of seconds since 1970");
    }
    return null;
  }
}
