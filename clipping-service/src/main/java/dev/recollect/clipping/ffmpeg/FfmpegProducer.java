package dev.recollect.clipping.ffmpeg;

import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegLimits;
import dev.recollect.video.FfmpegMissingException;
import dev.recollect.video.FfmpegTools;
import dev.recollect.video.VideoProbe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * One {@link Ffmpeg} for the service, so that its bound on processes is the replica's. Looked for
 * when it is first needed: a service without ffmpeg starts, says why it is not ready, and is mended
 * by installing it.
 */
@ApplicationScoped
public class FfmpegProducer {
  private final FfmpegConfig config;

  FfmpegProducer(FfmpegConfig config) {
    this.config = config;
  }

  /**
   * @throws FfmpegMissingException if an executable is not there
   */
  FfmpegTools find() {
    return FfmpegTools.find(
        config.folder(), System.getenv().getOrDefault("PATH", ""), config.unpacked());
  }

  @Produces
  @Singleton
  Ffmpeg ffmpeg() {
    FfmpegLimits limits =
        new FfmpegLimits(config.time(), config.memoryBytes(), config.outputBytes());
    return new Ffmpeg(find(), limits, config.maxProcesses());
  }

  @Produces
  @Singleton
  VideoProbe probe(Ffmpeg ffmpeg) {
    return new VideoProbe(ffmpeg);
  }
}
