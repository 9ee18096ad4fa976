package dev.recollect.search.inference;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.search.face.FacePartitions;
import dev.recollect.search.face.ModelRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Drops the faces of models that nobody uses any more and of events that are gone. */
@ApplicationScoped
public class ModelRetirement implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(ModelRetirement.class);

  private final Database database;
  private final ModelRegistry registry;
  private final FacePartitions partitions;
  private final ModelsConfig config;

  ModelRetirement(
      Database database, ModelRegistry registry, FacePartitions partitions, ModelsConfig config) {
    this.database = database;
    this.registry = registry;
    this.partitions = partitions;
    this.config = config;
  }

  @Override
  public String name() {
    return "model-retirement";
  }

  @Override
  public Duration pause() {
    return Duration.ofHours(1);
  }

  @Override
  public void run() {
    int retired =
        database.transact(
            transaction -> registry.retire(transaction, Instant.now().minus(config.retireAfter())));
    int dropped = 0;
    while (database.transact(partitions::dropLeft)) {
      dropped++;
    }
    if (retired + dropped > 0) {
      LOG.infof("face models retired models=%d partitions=%d", retired, dropped);
    }
  }
}
