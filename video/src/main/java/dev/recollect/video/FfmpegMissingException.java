package dev.recollect.video;

/** There is no ffmpeg to run; the message says what to do. */
public class FfmpegMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what to do. */
  public FfmpegMissingException(String message) {
    super(message);
  }
}
