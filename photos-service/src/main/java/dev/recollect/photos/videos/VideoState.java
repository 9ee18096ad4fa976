package dev.recollect.photos.videos;

import java.util.Locale;

/** Where a source video is on its way into the library. */
enum VideoState {
  /** Its uploader puts parts into the storage. */
  UPLOADING,
  /** We read it from an address. */
  FETCHING,
  /** It is complete, and looked at. */
  PROBING,
  /** It is in the library. */
  ACCEPTED,
  /** It is no video that we take, and its bytes are gone. */
  REFUSED;

  /** As written in JSON and in the database. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static VideoState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
