package dev.recollect.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestServersTest {
  private final TestServers servers = TestServers.get();

  @Test
  void theDatabaseKnowsVectorsAndLooksInTheSchemaFirst() throws SQLException {
    try (Connection connection = connect(servers.jdbcUrl("photos"));
        Statement statement = connection.createStatement()) {
      statement.execute("create schema photos");
      statement.execute("create table place (at vector(2))");
      statement.execute("insert into photos.place values ('[3,4]')");
      assertThat(one(statement, "select at <-> '[0,0]' from place")).isEqualTo("5");
      assertThat(
              one(
                  statement,
                  "select extversion >= '0.8' from pg_extension where extname = 'vector'"))
          .isEqualTo("t");
    }
  }

  @Test
  void aJvmKeepsItsDatabaseAndGetsAnotherOnlyWhenItAsks() throws SQLException {
    assertThat(TestServers.get().jdbcUrl()).isEqualTo(servers.jdbcUrl());
    TestServers other = servers.withNewDatabase();
    assertThat(other.jdbcUrl()).isNotEqualTo(servers.jdbcUrl());
    assertThat(other.bucket("originals")).isNotEqualTo(servers.bucket("originals"));

    try (Connection connection = connect(servers.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("create table only_here (id int)");
    }

    try (Connection connection = connect(other.jdbcUrl());
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select * from only_here"))
          .hasMessageContaining("does not exist");
    }
  }

  @Test
  void theObjectStorageKeepsWhatIsPut() throws Exception {
    String bucket = servers.bucket("originals");
    MinioClient client =
        MinioClient.builder()
            .endpoint(servers.s3Endpoint())
            .credentials(servers.accessKey(), servers.secretKey())
            .build();
    client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
    client.putObject(
        PutObjectArgs.builder().bucket(bucket).object("1.txt").stream(
                new ByteArrayInputStream("kept".getBytes(UTF_8)), 4, -1)
            .build());

    try (InputStream in =
        client.getObject(GetObjectArgs.builder().bucket(bucket).object("1.txt").build())) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("kept");
    }
  }

  @Test
  void serversFromTheEnvironmentComeFirst() throws Exception {
    ServerAddresses given =
        TestServers.addresses(
            Map.of(
                "RECOLLECT_TEST_JDBC_URL", "jdbc:postgresql://db.example:5432/admin",
                "RECOLLECT_TEST_DB_USER", "someone",
                "RECOLLECT_TEST_DB_PASSWORD", "secret-1",
                "RECOLLECT_TEST_S3_ENDPOINT", "https://s3.example",
                "RECOLLECT_TEST_S3_ACCESS_KEY", "key",
                "RECOLLECT_TEST_S3_SECRET_KEY", "secret-2"));

    assertThat(given)
        .isEqualTo(
            new ServerAddresses(
                "jdbc:postgresql://db.example:5432/admin",
                "someone",
                "secret-1",
                "https://s3.example",
                "key",
                "secret-2"));
  }

  @Test
  void anEnvironmentWithoutCredentialsIsRefused() {
    assertThatThrownBy(
            () -> TestServers.addresses(Map.of("RECOLLECT_TEST_S3_ENDPOINT", "https://s3.example")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the environment lacks RECOLLECT_TEST_S3_ACCESS_KEY");
  }

  @Test
  void aQuarkusTestGetsItsSettings() {
    RecollectServers resource = new RecollectServers();
    resource.init(Map.of("schema", "photos"));

    Map<String, String> settings = resource.start();

    assertThat(settings)
        .containsEntry(
            "quarkus.datasource.jdbc.url", servers.jdbcUrl() + "?currentSchema=photos,public")
        .containsEntry(
            "quarkus.datasource.reactive.url",
            servers.jdbcUrl().replace("jdbc:", "vertx-reactive:") + "?search_path=photos%2Cpublic")
        .containsEntry("quarkus.datasource.username", servers.user())
        .containsEntry("quarkus.datasource.password", servers.password())
        .containsEntry("recollect.storage.endpoint", servers.s3Endpoint())
        .containsEntry("recollect.storage.access-key", servers.accessKey())
        .containsEntry("recollect.storage.secret-key", servers.secretKey())
        .containsEntry("recollect.storage.originals-bucket", servers.bucket("originals"))
        .containsEntry("recollect.storage.renditions-bucket", servers.bucket("renditions"))
        .hasSize(9);
    assertThat(settings.get("recollect.storage.originals-bucket")).matches("[a-z0-9-]{3,63}");
  }

  private Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, servers.user(), servers.password());
  }

  private static String one(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }
}
