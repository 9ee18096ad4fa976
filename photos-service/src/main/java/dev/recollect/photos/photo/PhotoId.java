package dev.recollect.photos.photo;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Photo ids as callers send them: any string, of which only UUIDs can be known. */
public final class PhotoId {
  private PhotoId() {}

  /** When an id of ours was made: the first 48 bits of a UUIDv7 are milliseconds since 1970. */
  public static Instant timeOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /** Empty for anything but the canonical text of a UUID. */
  public static Optional<UUID> parse(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }
}
