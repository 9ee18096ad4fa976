package dev.recollect.clipping.analysis;

import dev.recollect.video.FfmpegException;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import java.util.List;
import java.util.Optional;

/** Shows the pictures of a chunk to every stage, decoding them once. */
public final class AnalysisPass {
  private final FrameSampler sampler;
  private final Turn turn;

  /** Pictures are looked at on the calling thread. */
  public AnalysisPass(FrameSampler sampler) {
    this(sampler, Runnable::run);
  }

  public AnalysisPass(FrameSampler sampler, Turn turn) {
    this.sampler = sampler;
    this.turn = turn;
  }

  /** Where and when a picture is looked at. */
  @FunctionalInterface
  public interface Turn {
    /** Returns once {@code look} has run. */
    void take(Runnable look) throws InterruptedException;
  }

  /**
   * Runs a chunk to its end; afterwards the stages can be asked what they learnt.
   *
   * @return how many pictures were looked at
   * @throws FfmpegException if the video cannot be decoded
   * @throws InterruptedException if the calling thread was interrupted; nothing runs any more then
   */
  public int run(
      VideoInput video, VideoInfo info, Chunk chunk, List<? extends AnalysisStage> stages)
      throws FfmpegException, InterruptedException {
    int seen = 0;
    try (SampleReader samples = sampler.open(video, info, chunk)) {
      for (Optional<Sample> sample = samples.next(); sample.isPresent(); ) {
        Sample picture = sample.get();
        turn.take(() -> stages.forEach(stage -> stage.see(picture)));
        seen++;
        sample = samples.next();
      }
    }
    return seen;
  }
}
