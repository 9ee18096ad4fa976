package dev.recollect.photos.photo;

import java.util.Optional;
import java.util.UUID;

/** Photo ids as callers send them: any string, of which only UUIDs can be known. */
public final class PhotoId {
  private PhotoId() {}

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
