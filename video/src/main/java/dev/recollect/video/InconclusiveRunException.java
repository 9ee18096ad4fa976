package dev.recollect.video;

/**
 * A run of ffmpeg or ffprobe ended badly for a reason that says nothing about the video: it could
 * not be started, was killed from outside, ran out of time or of space. Trying again later may
 * succeed.
 */
public class InconclusiveRunException extends FfmpegException {
  private static final long serialVersionUID = 1L;

  /** With a reason and the end of standard error. */
  public InconclusiveRunException(String message, String log) {
    super(message, log);
  }
}
