package dev.recollect.clipping.inference;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.BibModels;
import dev.recollect.vision.BibReader;
import dev.recollect.vision.BibReading;
import dev.recollect.vision.VisionSettings;
import dev.recollect.vision.geometry.Window;
import dev.recollect.vision.model.ModelStore;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * The models that read bib numbers, if they are to be read. One picture is searched for text at a
 * time, by two threads: each such search takes memory that grows with the picture.
 */
@ApplicationScoped
public class VideoBibModels {
  private static final int WORKERS = 2;

  private final ModelsConfig models;
  private final BibConfig config;
  private Optional<ModelsOnDemand<BibModels>> onDemand = Optional.empty();

  VideoBibModels(ModelsConfig models, BibConfig config) {
    this.models = models;
    this.config = config;
  }

  @PostConstruct
  void load() {
    if (config.enabled()) {
      ModelsOnDemand<BibModels> bibs =
          new ModelsOnDemand<>(
              () -> BibModels.open(ModelStore.in(models.dir()), VisionSettings.forWorkers(WORKERS)),
              BibModels::close);
      bibs.check();
      bibs.rest();
      onDemand = Optional.of(bibs);
    }
  }

  /** Empty when numbers are not to be read. */
  public Optional<BibReader> reader() {
    return onDemand.map(ReaderOnDemand::new);
  }

  private record ReaderOnDemand(ModelsOnDemand<BibModels> models) implements BibReader {
    @Override
    public List<BibReading> read(Pixels photo, Detail detail) {
      return models.with(open -> open.reader().read(photo, detail));
    }

    @Override
    public List<BibReading> read(Pixels photo, Window part, double scale) {
      return models.with(open -> open.reader().read(photo, part, scale));
    }
  }

  /** Empty when numbers are not to be read. */
  Optional<ModelsOnDemand<BibModels>> onDemand() {
    return onDemand;
  }
}
