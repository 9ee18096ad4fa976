package dev.recollect.video;

/**
 * A run of ffmpeg or ffprobe ended badly. The message is one sentence without paths, fit for the
 * person who uploaded the video; {@link #log} is for the operator.
 */
public class FfmpegException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String log;

  /**
   * With a reason.
   *
   * @param log the end of what the program wrote to standard error
   */
  public FfmpegException(String message, String log) {
    super(message);
    this.log = log;
  }

  /** The end of what the program wrote to standard error; may be empty. */
  public String log() {
    return log;
  }

  /** The same in one line. */
  public String logLine() {
    return log.replace("\n", " | ");
  }
}
