package dev.recollect.photos.videos;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegLimits;
import dev.recollect.video.FfmpegMissingException;
import dev.recollect.video.FfmpegTools;
import dev.recollect.video.VideoProbe;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What looks at source videos. A server without ffmpeg takes photos all the same: it says so when
 * it starts, and to whoever brings a video.
 */
@ApplicationScoped
public class Probes {
  private static final Logger LOG = Logger.getLogger(Probes.class);

  /** Probing writes nothing but to standard output. */
  private static final long OUTPUT_BYTES = 1 << 20;

  private final Optional<VideoProbe> probe;

  Probes(FfmpegConfig config, VideosConfig videos) {
    Optional<VideoProbe> found;
    try {
      FfmpegTools tools =
          FfmpegTools.find(
              config.folder(), System.getenv().getOrDefault("PATH", ""), config.unpacked());
      FfmpegLimits limits =
          new FfmpegLimits(videos.probeTime(), config.maxMemoryBytes(), OUTPUT_BYTES);
      found = Optional.of(new VideoProbe(new Ffmpeg(tools, limits)));
    } catch (FfmpegMissingException missing) {
      LOG.warnf("no source videos can be taken in: %s", missing.getMessage());
      found = Optional.empty();
    }
    this.probe = found;
  }

  void atStart(@Observes StartupEvent event) {
    // So that the warning comes now.
  }

  /**
   * @throws RecollectException 503 without ffmpeg
   */
  VideoProbe get() {
    return probe.orElseThrow(
        () ->
            RecollectException.unavailable(
                "This server has no ffmpeg and takes no videos", new IllegalStateException()));
  }
}
