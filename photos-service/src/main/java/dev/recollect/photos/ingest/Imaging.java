package dev.recollect.photos.ingest;

import dev.recollect.imaging.EngineSettings;
import dev.recollect.imaging.ImageEngine;
import dev.recollect.imaging.ImageLimits;
import dev.recollect.imaging.ImageProbe;
import dev.recollect.imaging.RenditionSettings;
import dev.recollect.imaging.RenditionWriter;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The image library, made when the service starts: a missing libvips stops it there and then. */
@ApplicationScoped
public class Imaging {

  @Produces
  @Singleton
  @Startup
  ImageEngine engine() {
    return ImageEngine.start(EngineSettings.DEFAULT);
  }

  @Produces
  @Singleton
  ImageProbe probe(ImageEngine engine, IngestConfig limits) {
    return new ImageProbe(
        engine, new ImageLimits(limits.maxBytes(), limits.maxPixels(), limits.maxDecodedBytes()));
  }

  @Produces
  @Singleton
  RenditionWriter writer(ImageEngine engine, ImageProbe probe) {
    return new RenditionWriter(engine, probe, RenditionSettings.DEFAULT);
  }
}
