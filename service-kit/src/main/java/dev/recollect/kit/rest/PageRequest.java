package dev.recollect.kit.rest;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import java.util.ArrayList;
import java.util.List;

/**
 * A page as asked for.
 *
 * @param page 1-based
 * @param size at least 1
 */
public record PageRequest(int page, int size) {
  /** Items on a page unless the caller or the resource says otherwise. */
  public static final int DEFAULT_SIZE = 32;

  /** The most that a caller gets at once unless the resource says otherwise. */
  public static final int MAX_SIZE = 100;

  /** Rows before the page. */
  public long offset() {
    return (page - 1L) * size;
  }

  /** As {@link #parse(String, String, int, int)}, with the usual sizes. */
  public static PageRequest parse(String page, String pageSize) {
    return parse(page, pageSize, DEFAULT_SIZE, MAX_SIZE);
  }

  /**
   * Reads the query parameters as they came, so that a mistyped one is a 422 and not a missing
   * route.
   *
   * @param page null or blank means 1
   * @param pageSize null or blank means {@code defaultSize}
   * @throws RecollectException {@link ErrorCode#INVALID_FIELD} naming every offending parameter
   */
  public static PageRequest parse(String page, String pageSize, int defaultSize, int maxSize) {
    List<String> problems = new ArrayList<>(2);
    int number = read("page", page, 1, Integer.MAX_VALUE, problems);
    int size = read("page_size", pageSize, defaultSize, maxSize, problems);
    if (!problems.isEmpty()) {
      throw new RecollectException(ErrorCode.INVALID_FIELD, String.join("; ", problems));
    }
    return new PageRequest(number, size);
  }

  private static int read(String name, String value, int fallback, int max, List<String> problems) {
    if (value == null || value.isBlank()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value.strip());
      if (number < 1) {
        problems.add(name + ": must be at least 1");
      } else if (number > max) {
        problems.add(name + ": must be at most " + max);
      }
      return number;
    } catch (NumberFormatException unfit) {
      problems.add(name + ": " + describe(value.strip(), max));
      return fallback;
    }
  }

  /** Whole numbers that no int can hold come here too. */
  private static String describe(String value, int max) {
    if (!value.matches("[+-]?[0-9]+")) {
      return "must be a whole number";
    }
    return value.startsWith("-") ? "must be at least 1" : "must be at most " + max;
  }
}
