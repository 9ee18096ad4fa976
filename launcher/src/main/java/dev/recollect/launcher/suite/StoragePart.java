package dev.recollect.launcher.suite;

import dev.recollect.embedded.EmbeddedObjectStorage;
import dev.recollect.embedded.ObjectStorageSettings;
import dev.recollect.embedded.OwnedProcess;
import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.home.Secrets;
import java.util.Optional;

/** The embedded object storage. */
final class StoragePart implements Part {
  private static final int HEAP_MEGABYTES = 192;

  private final ObjectStorageSettings settings;
  private EmbeddedObjectStorage server;

  StoragePart(DataHome home, Secrets secrets, int port) {
    this.settings =
        new ObjectStorageSettings(
            home.root().resolve("embedded/s3proxy/target/lib"),
            home.storage().resolve("buckets"),
            home.storage().resolve("state"),
            home.log("object-storage"),
            port,
            Connections.ACCESS_KEY,
            secrets.storageSecretKey(),
            HEAP_MEGABYTES,
            false);
  }

  @Override
  public String name() {
    return "object-storage";
  }

  @Override
  public String address() {
    return "http://127.0.0.1:" + settings.port();
  }

  @Override
  public HealthQuestion healthQuestion() {
    return HealthQuestion.HTTP;
  }

  @Override
  public Optional<Integer> portToCheck() {
    return Optional.of(settings.port());
  }

  @Override
  public void start() {
    server = EmbeddedObjectStorage.start(settings);
  }

  @Override
  public Optional<OwnedProcess> process() {
    return Optional.ofNullable(server).map(EmbeddedObjectStorage::process);
  }
}
