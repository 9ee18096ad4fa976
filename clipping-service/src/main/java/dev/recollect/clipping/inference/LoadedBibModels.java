package dev.recollect.clipping.inference;

import dev.recollect.vision.BibModels;
import dev.recollect.vision.BibReader;
import dev.recollect.vision.VisionSettings;
import dev.recollect.vision.model.ModelStore;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * The models that read bib numbers, if they are to be read. One picture is searched for text at a
 * time, by two threads: each such search takes memory that grows with the picture.
 */
@ApplicationScoped
public class LoadedBibModels {
  private static final int WORKERS = 2;

  private final ModelsConfig models;
  private final BibConfig config;
  private Optional<BibModels> open = Optional.empty();

  LoadedBibModels(ModelsConfig models, BibConfig config) {
    this.models = models;
    this.config = config;
  }

  @PostConstruct
  void load() {
    if (config.enabled()) {
      open =
          Optional.of(
              BibModels.open(ModelStore.in(models.dir()), VisionSettings.forWorkers(WORKERS)));
    }
  }

  /** Empty when numbers are not to be read. */
  public Optional<BibReader> reader() {
    return open.map(BibModels::reader);
  }

  /** What {@link Inference} frees once nothing infers any more. */
  Optional<BibModels> open() {
    return open;
  }
}
