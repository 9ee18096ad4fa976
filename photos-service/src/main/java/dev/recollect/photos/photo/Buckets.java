package dev.recollect.photos.photo;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.kit.storage.StorageException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Makes the two buckets when the service starts, without holding up the start: a storage that comes
 * later is waited for, and until then readiness says so.
 */
@ApplicationScoped
public class Buckets {
  private static final Logger LOG = Logger.getLogger(Buckets.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final ObjectStorage storage;
  private final StorageConfig config;
  private Thread maker;

  Buckets(ObjectStorage storage, StorageConfig config) {
    this.storage = storage;
    this.config = config;
  }

  void atStart(@Observes StartupEvent event) {
    maker = Thread.ofVirtual().name("buckets").start(this::makeThem);
  }

  void atStop(@Observes ShutdownEvent event) {
    maker.interrupt();
  }

  private void makeThem() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        storage.ensureBucket(config.originalsBucket());
        storage.ensureBucket(config.renditionsBucket());
        return;
      } catch (RecollectException | StorageException failure) {
        LOG.warnf("the buckets cannot be made yet: %s", failure.getMessage());
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }
}
