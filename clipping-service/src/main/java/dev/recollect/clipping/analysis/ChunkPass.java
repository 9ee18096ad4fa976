package dev.recollect.clipping.analysis;

import dev.recollect.clipping.inference.Inference;
import dev.recollect.video.Ffmpeg;
import dev.recollect.video.VideoUnreachableException;
import dev.recollect.vision.pool.InferencePriority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/** The decoding pass over chunks of stored videos; pictures are looked at on the inference pool. */
@ApplicationScoped
class ChunkPass {
  private final Originals originals;
  private final Inference inference;
  private final AnalysisConfig config;
  private final AnalysisPass pass;
  private final Counter pictures;

  ChunkPass(
      Originals originals,
      Inference inference,
      Ffmpeg ffmpeg,
      AnalysisConfig config,
      MeterRegistry metrics) {
    this.originals = originals;
    this.inference = inference;
    this.config = config;
    SamplingSettings settings =
        new SamplingSettings(config.picturesPerSecond(), config.shotScore(), config.longSide());
    this.pass =
        new AnalysisPass(new FrameSampler(ffmpeg, settings, config.chunkLimit()), this::look);
    this.pictures = metrics.counter("recollect.analysis.pictures");
  }

  /** Shows the pictures of a chunk to the stages; how many there were. */
  int run(VideoChunk chunk, List<? extends AnalysisStage> stages) throws Exception {
    try {
      int seen = pass.run(originals.open(chunk.video()), chunk.info(), chunk.chunk(), stages);
      pictures.increment(seen);
      return seen;
    } catch (VideoUnreachableException failure) {
      throw originals.away(chunk.video(), failure);
    }
  }

  private void look(Runnable looking) throws InterruptedException {
    try {
      inference.run(InferencePriority.INDEX, config.chunkLimit(), Executors.callable(looking));
    } catch (TimeoutException late) {
      throw new IllegalStateException("looking at a picture took too long", late);
    }
  }
}
