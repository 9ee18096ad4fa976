package dev.recollect.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A database and bucket names for one test JVM, on servers that the whole build shares.
 *
 * <p>Other servers can be given by environment: {@code RECOLLECT_TEST_JDBC_URL} (a database in
 * which {@code RECOLLECT_TEST_DB_USER} with {@code RECOLLECT_TEST_DB_PASSWORD} may create others
 * and the extension {@code vector}) and {@code RECOLLECT_TEST_S3_ENDPOINT} with {@code
 * RECOLLECT_TEST_S3_ACCESS_KEY} and {@code RECOLLECT_TEST_S3_SECRET_KEY}.
 */
public final class TestServers {
  /**
   * Quarkus may load this class more than once in a JVM; they share the database through this
   * system property.
   */
  private static final String DATABASE_PROPERTY = "recollect.testkit.database";

  private final ServerAddresses addresses;
  private final String database;

  private TestServers(ServerAddresses addresses, String database) {
    this.addresses = addresses;
    this.database = database;
  }

  /**
   * The servers with the database of this JVM, which is created, with the extension {@code vector},
   * at first.
   */
  public static TestServers get() {
    // The one object that every loaded copy of this class sees.
    synchronized (System.getProperties()) {
      try {
        ServerAddresses addresses = addresses(System.getenv());
        String database = System.getProperty(DATABASE_PROPERTY);
        if (database == null) {
          database = newDatabaseName();
          create(addresses, database);
          System.setProperty(DATABASE_PROPERTY, database);
        }
        return new TestServers(addresses, database);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * The same servers with one more database and more bucket names, for a test that must not see
   * others' rows.
   */
  public TestServers withNewDatabase() {
    String name = newDatabaseName();
    create(addresses, name);
    return new TestServers(addresses, name);
  }

  static ServerAddresses addresses(Map<String, String> environment) throws IOException {
    Optional<String> jdbc = Optional.ofNullable(environment.get("RECOLLECT_TEST_JDBC_URL"));
    Optional<String> s3 = Optional.ofNullable(environment.get("RECOLLECT_TEST_S3_ENDPOINT"));
    Optional<ServerAddresses> shared =
        jdbc.isPresent() && s3.isPresent()
            ? Optional.empty()
            : Optional.of(new SharedServers(BuildProcess.root(), BuildProcess.find()).get());
    return new ServerAddresses(
        jdbc.or(() -> shared.map(ServerAddresses::jdbcUrl)).orElseThrow(),
        jdbc.isPresent()
            ? required(environment, "RECOLLECT_TEST_DB_USER")
            : shared.orElseThrow().user(),
        jdbc.isPresent()
            ? required(environment, "RECOLLECT_TEST_DB_PASSWORD")
            : shared.orElseThrow().password(),
        s3.or(() -> shared.map(ServerAddresses::s3Endpoint)).orElseThrow(),
        s3.isPresent()
            ? required(environment, "RECOLLECT_TEST_S3_ACCESS_KEY")
            : shared.orElseThrow().accessKey(),
        s3.isPresent()
            ? required(environment, "RECOLLECT_TEST_S3_SECRET_KEY")
            : shared.orElseThrow().secretKey());
  }

  private static String required(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .orElseThrow(() -> new IllegalStateException("the environment lacks " + name));
  }

  /** Module, process and time: unique on servers of a build and on servers that outlive it. */
  private static String newDatabaseName() {
    String module =
        Path.of("")
            .toAbsolutePath()
            .getFileName()
            .toString()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]", "_");
    String shortened = module.substring(0, Math.min(20, module.length()));
    String moment =
        Long.toString(
            System.currentTimeMillis() * 1_000 + System.nanoTime() % 1_000, Character.MAX_RADIX);
    return "t_%s_%d_%s".formatted(shortened, ProcessHandle.current().pid(), moment);
  }

  private static void create(ServerAddresses addresses, String database) {
    try (Connection connection =
            DriverManager.getConnection(
                addresses.jdbcUrl(), addresses.user(), addresses.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + database);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the test database: " + e.getMessage(), e);
    }
    try (Connection connection =
            DriverManager.getConnection(
                url(addresses, database), addresses.user(), addresses.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create extension if not exists vector with schema public");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the extension vector: " + e.getMessage(), e);
    }
  }

  /** The administrator's URL with another database name; parameters of the URL stay. */
  private static String url(ServerAddresses addresses, String database) {
    return addresses.jdbcUrl().replaceFirst("^(jdbc:postgresql://[^/]+/)[^?]*", "$1" + database);
  }

  /** JDBC URL of the database, without a schema. */
  public String jdbcUrl() {
    return url(addresses, database);
  }

  /** JDBC URL whose unqualified names are looked up in the schema first, then in {@code public}. */
  public String jdbcUrl(String schema) {
    return withParameter(jdbcUrl(), "currentSchema=" + schema + ",public");
  }

  /** URL for the reactive PostgreSQL client, without a schema. */
  public String reactiveUrl() {
    return jdbcUrl().replaceFirst("^jdbc:", "vertx-reactive:");
  }

  /**
   * URL for the reactive PostgreSQL client, with a search path as {@link #jdbcUrl(String)} has it.
   */
  public String reactiveUrl(String schema) {
    // Quarkus reads the property as a list: a plain comma would end the URL.
    return withParameter(reactiveUrl(), "search_path=" + schema + "%2Cpublic");
  }

  private static String withParameter(String url, String parameter) {
    return url + (url.contains("?") ? "&" : "?") + parameter;
  }

  /** Database user; may create schemas and extensions. */
  public String user() {
    return addresses.user();
  }

  /** Password of the database user. */
  public String password() {
    return addresses.password();
  }

  /** S3 endpoint: scheme, host, port. */
  public String s3Endpoint() {
    return addresses.s3Endpoint();
  }

  /** S3 access key. */
  public String accessKey() {
    return addresses.accessKey();
  }

  /** S3 secret key. */
  public String secretKey() {
    return addresses.secretKey();
  }

  /** A bucket name that no other test JVM uses; the bucket is not created here. */
  public String bucket(String purpose) {
    return (purpose + "-" + database).replace('_', '-');
  }
}
