package dev.recollect.kit.storage;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the originals can be reached. */
@Readiness
@ApplicationScoped
public class StorageReadiness implements HealthCheck {
  private final ObjectStorage storage;
  private final StorageConfig config;

  StorageReadiness(ObjectStorage storage, StorageConfig config) {
    this.storage = storage;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    boolean up;
    try {
      up = storage.bucketExists(config.originalsBucket());
    } catch (RuntimeException unreachable) {
      up = false;
    }
    return HealthCheckResponse.named("object-storage").status(up).build();
  }
}
