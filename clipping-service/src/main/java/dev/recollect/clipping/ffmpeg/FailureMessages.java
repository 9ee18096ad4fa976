package dev.recollect.clipping.ffmpeg;

import dev.recollect.kit.jobs.FailureReason;
import dev.recollect.video.FfmpegException;
import java.util.Optional;

/** What callers are told of work on videos that failed. */
public final class FailureMessages {
  private FailureMessages() {}

  /** As {@link FailureReason#messageForCallers}, and what ffmpeg says of a video. */
  public static Optional<String> forCallers(Throwable failure) {
    return failure instanceof FfmpegException run
        ? Optional.of(run.getMessage())
        : FailureReason.messageForCallers(failure);
  }
}
