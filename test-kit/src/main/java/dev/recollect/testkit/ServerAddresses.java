package dev.recollect.testkit;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * Where the shared servers answer.
 *
 * @param jdbcUrl a database in which a superuser may create others
 * @param user that superuser
 * @param password of that superuser
 * @param s3Endpoint URL without a path
 * @param accessKey S3 access key
 * @param secretKey S3 secret key
 */
record ServerAddresses(
    String jdbcUrl,
    String user,
    String password,
    String s3Endpoint,
    String accessKey,
    String secretKey) {

  /** Writes the file in one step: a reader sees none or the whole. */
  void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("jdbc-url", jdbcUrl);
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("s3-endpoint", s3Endpoint);
    properties.setProperty("access-key", accessKey);
    properties.setProperty("secret-key", secretKey);
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try (Writer writer = Files.newBufferedWriter(draft)) {
      properties.store(writer, null);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static ServerAddresses read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return new ServerAddresses(
        properties.getProperty("jdbc-url"),
        properties.getProperty("user"),
        properties.getProperty("password"),
        properties.getProperty("s3-endpoint"),
        properties.getProperty("access-key"),
        properties.getProperty("secret-key"));
  }

  @Override
  public String toString() {
    return "ServerAddresses[jdbcUrl=%s, s3Endpoint=%s]".formatted(jdbcUrl, s3Endpoint);
  }
}
