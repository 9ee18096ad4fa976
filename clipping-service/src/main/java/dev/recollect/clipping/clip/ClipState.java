package dev.recollect.clipping.clip;

import java.util.Locale;

/** What has become of a clip. */
public enum ClipState {
  PENDING,
  DONE,
  FAILED;

  static ClipState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
