package dev.recollect.testkit;

import dev.recollect.embedded.EmbeddedObjectStorage;
import dev.recollect.embedded.EmbeddedPostgres;
import dev.recollect.embedded.FileTree;
import dev.recollect.embedded.LoopbackPort;
import dev.recollect.embedded.ObjectStorageSettings;
import dev.recollect.embedded.PortTakenException;
import dev.recollect.embedded.PostgresSettings;
import dev.recollect.embedded.ServerAccount;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * The process that owns the shared test servers. It outlives the test JVM that started it and ends,
 * with its servers and files, when the build's own process is gone.
 */
final class TestServerHost {
  private static final String USER = "recollect";
  private static final String ACCESS_KEY = "recollect-tests";
  private static final int STORAGE_HEAP_MEGABYTES = 192;
  private static final int PORT_ATTEMPTS = 5;

  /** Nothing in these databases is worth a disk's patience. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "fsync", "off",
          "synchronous_commit", "off",
          "full_page_writes", "off",
          "wal_level", "minimal",
          "max_wal_senders", "0",
          "max_connections", "200");

  private TestServerHost() {}

  /**
   * @param args project root, folder of these servers, process id of their owner
   */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    Path folder = Path.of(args[1]);
    ProcessHandle owner = ProcessHandle.of(Long.parseLong(args[2])).orElseThrow();
    Path reachable =
        ServerAccount.unprivileged()
            .reachable(
                folder,
                Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "recollect-test-servers",
                    folder.getFileName().toString()));
    String secret = UUID.randomUUID().toString();
    try (EmbeddedPostgres postgres =
            onFreePort(port -> EmbeddedPostgres.start(postgres(reachable, folder, port, secret)));
        EmbeddedObjectStorage storage =
            onFreePort(
                port -> EmbeddedObjectStorage.start(objectStorage(root, folder, port, secret)))) {
      new ServerAddresses(
              postgres.jdbcUrl("postgres"), USER, secret, storage.endpoint(), ACCESS_KEY, secret)
          .write(folder.resolve(SharedServers.ADDRESSES));
      owner.onExit().join();
    } finally {
      FileTree.delete(reachable);
      FileTree.delete(folder);
    }
  }

  private static PostgresSettings postgres(Path reachable, Path folder, int port, String password) {
    return new PostgresSettings(
        reachable.resolve("postgres"),
        folder.resolve("postgres.log"),
        port,
        USER,
        password,
        PARAMETERS);
  }

  private static ObjectStorageSettings objectStorage(
      Path root, Path folder, int port, String secret) {
    return new ObjectStorageSettings(
        root.resolve("embedded/s3proxy/target/lib"),
        folder.resolve("buckets"),
        folder.resolve("object-storage"),
        folder.resolve("object-storage.log"),
        port,
        ACCESS_KEY,
        secret,
        STORAGE_HEAP_MEGABYTES,
        true);
  }

  /** Another program may take a free port before the server does. */
  private static <S> S onFreePort(IntFunction<S> start) {
    for (int attempt = 1; ; attempt++) {
      try {
        return start.apply(LoopbackPort.free());
      } catch (PortTakenException e) {
        if (attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
