package dev.recollect.clipping.analysis;

import dev.recollect.video.FfmpegException;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import java.util.List;
import java.util.Optional;

/** Shows the pictures of a chunk to every stage, decoding them once. */
public final class AnalysisPass {
  private final FrameSampler sampler;

  public AnalysisPass(FrameSampler sampler) {
    this.sampler = sampler;
  }

  /**
   * Runs a chunk to its end; afterwards the stages can be asked what they learnt.
   *
   * @return how many pictures were looked at
   * @throws FfmpegException if the video cannot be decoded
   * @throws InterruptedException if the calling thread was interrupted; nothing runs any more then
   */
  public int run(
      VideoInput video, VideoInfo info, Chunk chunk, List<? extends AnalysisStage<?>> stages)
      throws FfmpegException, InterruptedException {
    int seen = 0;
    try (SampleReader samples = sampler.open(video, info, chunk)) {
      for (Optional<Sample> sample = samples.next(); sample.isPresent(); ) {
        for (AnalysisStage<?> stage : stages) {
          stage.see(sample.get());
        }
        seen++;
        sample = samples.next();
      }
    }
    return seen;
  }
}
