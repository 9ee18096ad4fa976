package dev.recollect.launcher.home;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * The secrets of one installation, generated once.
 *
 * @param postgresPassword of the embedded PostgreSQL's superuser
 * @param storageSecretKey of the embedded object storage
 * @param grpcSharedSecret that the services prove themselves with to each other
 * @param bootstrapKey the operator's API key
 */
public record Secrets(
    String postgresPassword,
    String storageSecretKey,
    String grpcSharedSecret,
    String bootstrapKey) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  /** Reads the file; generates and writes what it lacks. */
  public static Secrets load(Path file) {
    Properties properties = PrivateFile.read(file);
    int before = properties.size();
    Secrets secrets =
        new Secrets(
            valueOf(properties, "postgres-password", ""),
            valueOf(properties, "storage-secret-key", ""),
            valueOf(properties, "grpc-shared-secret", ""),
            valueOf(properties, "bootstrap-key", "rk_"));
    if (properties.size() > before) {
      PrivateFile.write(file, properties);
    }
    return secrets;
  }

  private static String valueOf(Properties properties, String name, String prefix) {
    return (String) properties.computeIfAbsent(name, missing -> prefix + random());
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Shows nothing: a record's own text would show everything. */
  @Override
  public String toString() {
    return "Secrets[...]";
  }
}
