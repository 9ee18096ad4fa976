package dev.recollect.clipping.clip;

import java.util.Locale;

/** Where a clip search stands; only the first one is not final. */
public enum SearchStatus {
  PROCESSING("Video clipping is processing"),
  /** Every segment, or all but those of the clip errors, is a clip. */
  COMPLETED("Video clipping completed"),
  /** The face is in no video. */
  NO_MATCHES("The face was found in no video"),
  /** The face was seen, but for no usable segment. */
  NO_SEGMENTS("The face was seen, but never long enough for a clip"),
  /** Every segment was refused. */
  CLIP_FAILED("No clip could be cut"),
  /** It ended before any clip. */
  FAILED("Video clipping failed"),
  /** Somebody called it off. */
  CANCELLED("Video clipping was cancelled");

  private final String message;

  SearchStatus(String message) {
    this.message = message;
  }

  /** For people. */
  public String message() {
    return message;
  }

  /** As it is stored. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As the REST contract knows it, which has no word for a search that was called off. */
  public String wire() {
    return this == CANCELLED ? FAILED.text() : text();
  }

  static SearchStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** Whether it will stay so. */
  public boolean isFinal() {
    return this != PROCESSING;
  }
}
