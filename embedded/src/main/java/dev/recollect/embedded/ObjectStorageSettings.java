package dev.recollect.embedded;

import java.nio.file.Path;

/**
 * What the embedded object storage is started with.
 *
 * @param jars folder with the class path of s3proxy (the build collects it in {@code
 *     embedded/s3proxy/target/lib})
 * @param dataFolder where buckets are kept, a folder each; created when it does not exist
 * @param stateFolder where its settings are written; created when it does not exist
 * @param log the server's log file
 * @param port TCP port on 127.0.0.1
 * @param accessKey the only access key
 * @param secretKey the secret that belongs to it
 * @param heapMegabytes most Java heap the server may use
 * @param shortLived whether to start faster at the price of throughput, as tests want it
 */
public record ObjectStorageSettings(
    Path jars,
    Path dataFolder,
    Path stateFolder,
    Path log,
    int port,
    String accessKey,
    String secretKey,
    int heapMegabytes,
    boolean shortLived) {

  /** Makes the paths absolute. */
  public ObjectStorageSettings {
    jars = jars.toAbsolutePath().normalize();
    dataFolder = dataFolder.toAbsolutePath().normalize();
    stateFolder = stateFolder.toAbsolutePath().normalize();
    log = log.toAbsolutePath().normalize();
  }

  @Override
  public String toString() {
    return "ObjectStorageSettings[dataFolder=%s, port=%d]".formatted(dataFolder, port);
  }
}
