package dev.recollect.photos.process;

import dev.recollect.embedded.EmbeddedObjectStorage;
import dev.recollect.embedded.EmbeddedPostgres;
import dev.recollect.embedded.FileTree;
import dev.recollect.embedded.LoopbackPort;
import dev.recollect.embedded.ObjectStorageSettings;
import dev.recollect.embedded.OwnedProcess;
import dev.recollect.embedded.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A database and an object storage of one test alone, to be stopped, killed and started again. */
final class PrivateStores implements AutoCloseable {
  private static final String DATABASE = "recollect";

  private final String name;
  private final Path folder;
  private final PostgresSettings postgres;
  private final ObjectStorageSettings storage;
  private EmbeddedPostgres database;
  private EmbeddedObjectStorage objects;

  private PrivateStores(String name) {
    this.name = name;
    // Where the account that PostgreSQL runs under can reach it, whoever runs the tests.
    this.folder =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "recollect-%s-%d-%d".formatted(name, ProcessHandle.current().pid(), System.nanoTime()));
    this.postgres =
        new PostgresSettings(
            folder.resolve("postgres"),
            folder.resolve("postgres.log"),
            LoopbackPort.free(),
            "recollect",
            "a-password-for-tests",
            Map.of("fsync", "off"));
    this.storage =
        new ObjectStorageSettings(
            Path.of(System.getProperty("recollect.root"), "embedded/s3proxy/target/lib"),
            folder.resolve("buckets"),
            folder.resolve("storage"),
            folder.resolve("storage.log"),
            LoopbackPort.free(),
            name + "-access-key",
            name + "-secret-key",
            128,
            true);
  }

  /**
   * @param name of the test
   */
  static PrivateStores start(String name) throws Exception {
    PrivateStores stores = new PrivateStores(name);
    Files.createDirectories(stores.folder);
    try {
      stores.startStorage();
      stores.startDatabase();
      stores.database.createDatabase(DATABASE);
      return stores;
    } catch (Exception | Error failure) {
      stores.close();
      throw failure;
    }
  }

  /** On the data it had. */
  void startStorage() {
    objects = EmbeddedObjectStorage.start(storage);
  }

  /** On the data it had. */
  void startDatabase() {
    database = EmbeddedPostgres.start(postgres);
  }

  void stopStorage() {
    objects.close();
  }

  void stopDatabase() {
    database.close();
  }

  void killStorage() {
    kill(objects.process());
  }

  /** Kills the server; the processes of its connections notice and end by themselves. */
  void killDatabase() {
    kill(database.process());
  }

  private static void kill(OwnedProcess server) {
    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
    server.onExit().join();
  }

  /**
   * Keeps the storage from writing larger files, as a full disk would.
   *
   * @param limit bytes, or {@code unlimited}
   */
  void limitStoredFiles(String limit) throws IOException, InterruptedException {
    ServiceProcess.limitFiles(objects.process().pid(), limit);
  }

  String storageEndpoint() {
    return objects.endpoint();
  }

  String storageSecret() {
    return storage.secretKey();
  }

  Backing backing() {
    String url = database.jdbcUrl(DATABASE);
    return new Backing(
        url + "?currentSchema=photos,public",
        url.replaceFirst("^jdbc:", "vertx-reactive:") + "?search_path=photos%2Cpublic",
        postgres.user(),
        postgres.password(),
        objects.endpoint(),
        storage.accessKey(),
        storage.secretKey(),
        name);
  }

  /** Every file that the storage has for a bucket, listed as an object or not. */
  List<String> files(String bucket) throws Exception {
    Path objectsOfBucket = storage.dataFolder().resolve(bucket + name);
    try (Stream<Path> all = Files.walk(objectsOfBucket)) {
      return all.filter(Files::isRegularFile)
          .map(file -> objectsOfBucket.relativize(file).toString())
          .toList();
    }
  }

  @Override
  public void close() throws Exception {
    if (database != null) {
      database.close();
    }
    if (objects != null) {
      objects.close();
    }
    FileTree.delete(folder);
  }
}
