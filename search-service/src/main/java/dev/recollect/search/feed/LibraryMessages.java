package dev.recollect.search.feed;

import dev.recollect.proto.library.v1.Photo;
import dev.recollect.search.library.LibraryPhoto;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** The wire form of photos as this service keeps them. */
final class LibraryMessages {
  private LibraryMessages() {}

  static LibraryPhoto photo(Photo photo) {
    return new LibraryPhoto(
        photo.getEventId(),
        UUID.fromString(photo.getPhotoId()),
        photo.getWidth(),
        photo.getHeight(),
        photo.hasCaptureTime()
            ? Optional.of(
                Instant.ofEpochSecond(
                    photo.getCaptureTime().getSeconds(), photo.getCaptureTime().getNanos()))
            : Optional.empty(),
        photo.getReady(),
        photo.getRenditionVersion(),
        new LibraryPhoto.Original(
            photo.getOriginal().getBucket(),
            photo.getOriginal().getObjectKey(),
            Optional.of(photo.getOriginal().getFilename()).filter(name -> !name.isBlank()),
            HexFormat.of().formatHex(photo.getOriginal().getSha256().toByteArray())));
  }
}
