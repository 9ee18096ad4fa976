package dev.recollect.video;

/**
 * The storage that a video lies in did not hand it out, or not all of it. Says nothing about the
 * video: trying again later may succeed.
 */
public class VideoUnreachableException extends InconclusiveRunException {
  private static final long serialVersionUID = 1L;

  /** With a reason and the end of standard error. */
  public VideoUnreachableException(String message, String log) {
    super(message, log);
  }
}
