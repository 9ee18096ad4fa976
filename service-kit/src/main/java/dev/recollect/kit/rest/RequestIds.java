package dev.recollect.kit.rest;

import dev.recollect.kit.error.RecollectException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids of searches as clients send them. */
public final class RequestIds {
  private static final Pattern CANONICAL =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

  private RequestIds() {}

  /**
   * @throws RecollectException 422 for anything but a UUID
   */
  public static UUID parse(String text) {
    if (!CANONICAL.matcher(text.strip()).matches()) {
      throw RecollectException.invalidField("request_id", "must be a UUID");
    }
    return UUID.fromString(text.strip());
  }

  /** As {@link #parse}; null and blanks count as absent. */
  public static Optional<UUID> optional(String text) {
    return Optional.ofNullable(text).filter(t -> !t.isBlank()).map(RequestIds::parse);
  }
}
