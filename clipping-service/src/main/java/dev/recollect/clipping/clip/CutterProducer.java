package dev.recollect.clipping.clip;

import dev.recollect.clipping.cut.ClipCutter;
import dev.recollect.clipping.cut.EncoderSettings;
import dev.recollect.video.Ffmpeg;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** One cutter for the service. */
@ApplicationScoped
class CutterProducer {

  @Produces
  @Singleton
  ClipCutter cutter(Ffmpeg ffmpeg, ClipsConfig config) {
    EncoderSettings usual = EncoderSettings.defaults();
    return new ClipCutter(
        ffmpeg,
        new EncoderSettings(
            usual.preset(), usual.quality(), config.encoderThreads(), usual.audioBitsPerSecond()));
  }
}
