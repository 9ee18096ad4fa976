package dev.recollect.video;

/** A file that is not taken as a source video; the message says why, in one sentence. */
public class VideoRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public VideoRefusedException(String message) {
    super(message);
  }
}
