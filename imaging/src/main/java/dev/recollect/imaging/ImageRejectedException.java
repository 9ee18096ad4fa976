package dev.recollect.imaging;

/** A file that is not taken as a photo. The message is a sentence for the person who sent it. */
public final class ImageRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a file is refused. */
  public enum Reason {
    /** No bytes at all. */
    EMPTY,
    /** The content is no image that is known here. */
    NOT_AN_IMAGE,
    /** An image, but of a format that is not accepted. */
    UNSUPPORTED_FORMAT,
    /** A HEIC photo, and this machine has no HEIC decoder (or it is switched off). */
    HEIC_UNAVAILABLE,
    /** The file is larger than {@link ImageLimits#maxBytes()}. */
    TOO_MANY_BYTES,
    /** More pixels than {@link ImageLimits#maxPixels()}, or more than decoding may unfold. */
    TOO_MANY_PIXELS,
    /** The file ends before the image does. */
    TRUNCATED,
    /** The image is followed by, or doubles as, something else (a polyglot). */
    TRAILING_DATA,
    /** The headers or the pixel data break the rules of the format. */
    CORRUPT
  }

  private final Reason reason;

  /**
   * @param reason for programs
   * @param message for people: a sentence, with the numbers
   */
  public ImageRejectedException(Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * @param reason for programs
   * @param message for people: a sentence, with the numbers
   * @param cause what the decoder said, for the log
   */
  public ImageRejectedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why, for programs. */
  public Reason reason() {
    return reason;
  }
}
