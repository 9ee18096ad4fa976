package dev.recollect.imaging.vips;

/** The libvips library is not installed, or is too old for a function that is needed. */
public final class VipsMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VipsMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}
