package dev.recollect.imaging.vips;

/**
 * libvips refused or failed. The message is what it wrote to its error buffer, which all threads
 * share: text for the log, never to be interpreted.
 */
public final class VipsException extends Exception {
  private static final long serialVersionUID = 1L;

  VipsException(String message) {
    super(message);
  }
}
