package dev.recollect.launcher.suite;

import dev.recollect.launcher.home.Secrets;
import dev.recollect.launcher.settings.Database;
import dev.recollect.launcher.settings.Storage;
import dev.recollect.launcher.settings.SuiteSettings;
import java.net.URI;
import java.util.Map;

/**
 * What a service needs to reach the database and the object storage.
 *
 * @param jdbcUrl without a schema
 * @param storageEndpoint as the services reach it
 * @param publicStorageEndpoint as clients reach it
 */
record Connections(
    String jdbcUrl,
    String username,
    String password,
    URI storageEndpoint,
    URI publicStorageEndpoint,
    String accessKey,
    String secretKey) {
  static final String DATABASE = "recollect";
  static final String USERNAME = "recollect";
  static final String ACCESS_KEY = "recollect";

  static Connections of(SuiteSettings settings, Secrets secrets) {
    Database.External database =
        switch (settings.database()) {
          case Database.External external -> external;
          case Database.Embedded embedded ->
              new Database.External(
                  "jdbc:postgresql://127.0.0.1:%d/%s".formatted(embedded.port(), DATABASE),
                  USERNAME,
                  secrets.postgresPassword());
        };
    return switch (settings.storage()) {
      case Storage.External external ->
          new Connections(
              database.jdbcUrl(),
              database.username(),
              database.password(),
              external.endpoint(),
              external.publicEndpoint().orElse(external.endpoint()),
              external.accessKey(),
              external.secretKey());
      case Storage.Embedded embedded -> {
        URI endpoint = URI.create("http://127.0.0.1:" + embedded.port());
        yield new Connections(
            database.jdbcUrl(),
            database.username(),
            database.password(),
            endpoint,
            endpoint,
            ACCESS_KEY,
            secrets.storageSecretKey());
      }
    };
  }

  /** The settings of a service whose own schema comes first, as environment variables. */
  Map<String, String> database(String schema) {
    return Map.of(
        "QUARKUS_DATASOURCE_JDBC_URL",
        withParameter(jdbcUrl, "currentSchema=" + schema + ",public"),
        "QUARKUS_DATASOURCE_REACTIVE_URL",
        // Quarkus reads this one as a list: a plain comma would end the URL.
        withParameter(
            jdbcUrl.replaceFirst("^jdbc:", "vertx-reactive:"),
            "search_path=" + schema + "%2Cpublic"),
        "QUARKUS_DATASOURCE_USERNAME",
        username,
        "QUARKUS_DATASOURCE_PASSWORD",
        password);
  }

  Map<String, String> storage() {
    return Map.of(
        "RECOLLECT_STORAGE_ENDPOINT",
        storageEndpoint.toString(),
        "RECOLLECT_STORAGE_PUBLIC_ENDPOINT",
        publicStorageEndpoint.toString(),
        "RECOLLECT_STORAGE_ACCESS_KEY",
        accessKey,
        "RECOLLECT_STORAGE_SECRET_KEY",
        secretKey);
  }

  private static String withParameter(String url, String parameter) {
    return url + (url.contains("?") ? "&" : "?") + parameter;
  }

  @Override
  public String toString() {
    return "Connections[%s, %s]".formatted(jdbcUrl, storageEndpoint);
  }
}
