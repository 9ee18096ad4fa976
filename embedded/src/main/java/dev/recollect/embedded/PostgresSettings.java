package dev.recollect.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a private PostgreSQL cluster is started with.
 *
 * @param dataFolder the cluster; created when it does not exist
 * @param log the server's log file
 * @param port TCP port on 127.0.0.1
 * @param user the cluster's superuser
 * @param password of that user; fixed when the cluster is created
 * @param parameters server parameters, by their names in PostgreSQL's documentation
 */
public record PostgresSettings(
    Path dataFolder,
    Path log,
    int port,
    String user,
    String password,
    Map<String, String> parameters) {

  /** Makes the paths absolute and copies the parameters. */
  public PostgresSettings {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    log = log.toAbsolutePath().normalize();
    parameters = Map.copyOf(parameters);
  }

  @Override
  public String toString() {
    return "PostgresSettings[dataFolder=%s, port=%d, user=%s]".formatted(dataFolder, port, user);
  }
}
