package dev.recollect.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Settings of short-lived servers for the tests of this module. */
final class Servers {
  static final String PASSWORD = "a-password-for-tests";
  static final String ACCESS_KEY = "test-access-key";
  static final String SECRET_KEY = "test-secret-key";

  private Servers() {}

  static PostgresSettings postgres(Path folder, int port) {
    return new PostgresSettings(
        folder.resolve("data"),
        folder.resolve("postgres.log"),
        port,
        "recollect",
        PASSWORD,
        Map.of("fsync", "off"));
  }

  static ObjectStorageSettings objectStorage(Path folder, int port) {
    return new ObjectStorageSettings(
        Path.of(System.getProperty("recollect.root"), "embedded/s3proxy/target/lib"),
        folder.resolve("buckets"),
        folder.resolve("object-storage"),
        folder.resolve("object-storage.log"),
        port,
        ACCESS_KEY,
        SECRET_KEY,
        128,
        true);
  }

  /** A new empty folder, which the account that PostgreSQL runs under can reach. */
  static Path folder(String name) {
    Path folder =
        ServerAccount.unprivileged()
            .reachable(
                Path.of("target", "servers").toAbsolutePath(),
                Path.of(System.getProperty("java.io.tmpdir"), "recollect-embedded"))
            .resolve(name);
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}
