package dev.recollect.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One cluster, from nothing to its second start; the tests build on each other to keep them short.
 */
@TestMethodOrder(OrderAnnotation.class)
class EmbeddedPostgresTest {
  private static final Path FOLDER = Servers.folder("postgres");
  private static final int PORT = LoopbackPort.free();
  private static EmbeddedPostgres server;

  @BeforeAll
  static void startOverAnAbandonedDraft() throws Exception {
    // What a kill in the middle of a first start leaves behind.
    Files.createDirectories(FOLDER.resolve("data.draft/base"));
    Files.writeString(FOLDER.resolve("data.draft/PG_VERSION"), "15\n");
    Instant begin = Instant.now();
    server = EmbeddedPostgres.start(Servers.postgres(FOLDER, PORT));
    System.out.printf(
        "new cluster answered after %d ms%n", Duration.between(begin, Instant.now()).toMillis());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Order(1)
  void findsTheNearestVectorInADatabaseItCreated() throws Exception {
    server.createDatabase("photos_test");
    try (Connection connection = server.connect("photos_test");
        Statement statement = connection.createStatement()) {
      statement.execute("create table face (id int primary key, embedding halfvec(3))");
      statement.execute("insert into face values (1, '[1,0,0]'), (2, '[0,1,0]')");
      try (ResultSet nearest =
          statement.executeQuery(
              "select id from face order by embedding <=> '[0.1,0.9,0]' limit 1")) {
        assertThat(nearest.next()).isTrue();
        assertThat(nearest.getInt(1)).isEqualTo(2);
      }
    }
  }

  @Test
  @Order(2)
  void createsADatabaseOnlyOnce() throws Exception {
    server.createDatabase("photos_test");

    try (Connection connection = server.connect("photos_test");
        ResultSet rows = connection.createStatement().executeQuery("select count(*) from face")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }

  @Test
  @Order(3)
  void refusesAWrongPassword() {
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    server.jdbcUrl("postgres"), "recollect", "not-the-password"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
  }

  @Test
  @Order(4)
  void refusesADatabaseNameThatIsNotPlain() {
    assertThatThrownBy(() -> server.createDatabase("x; drop database photos_test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a plain database name: x; drop database photos_test");
  }

  @Test
  @Order(5)
  void stopsInOrderAlthoughAClientIsConnectedAndKeepsItsData() throws Exception {
    Connection idle = server.connect("photos_test");
    server.close();
    // Not by waiting for the client, and not by a kill.
    assertThat(FOLDER.resolve("postgres.log"))
        .content()
        .contains("received fast shutdown request", "database system is shut down");
    assertThat(server.process().isAlive()).isFalse();
    assertThat(idle.isValid(1)).isFalse();

    server = EmbeddedPostgres.start(Servers.postgres(FOLDER, PORT));

    try (Connection connection = server.connect("photos_test");
        ResultSet rows = connection.createStatement().executeQuery("select count(*) from face")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }

  @Test
  @Order(6)
  void saysThatThePasswordIsAnotherOneThanTheDatas() {
    server.close();
    PostgresSettings settings = Servers.postgres(FOLDER, PORT);
    PostgresSettings other =
        new PostgresSettings(
            settings.dataFolder(),
            settings.log(),
            PORT,
            settings.user(),
            "another",
            settings.parameters());

    assertThatThrownBy(() -> EmbeddedPostgres.start(other))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("refuses the password of user recollect");
  }

  @Test
  @Order(7)
  void namesATakenPort() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();

      assertThatThrownBy(() -> EmbeddedPostgres.start(Servers.postgres(FOLDER, taken)))
          .isInstanceOfSatisfying(
              PortTakenException.class, e -> assertThat(e.port()).isEqualTo(taken))
          .hasMessage("port " + taken + " (PostgreSQL) is taken by another program");
    }
  }

  @Test
  @Order(8)
  void showsTheEndOfTheLogWhenTheServerRefusesToStart() {
    PostgresSettings settings = Servers.postgres(FOLDER, LoopbackPort.free());
    PostgresSettings broken =
        new PostgresSettings(
            settings.dataFolder(),
            settings.log(),
            settings.port(),
            settings.user(),
            settings.password(),
            Map.of("max_connections", "plenty"));

    assertThatThrownBy(() -> EmbeddedPostgres.start(broken))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("PostgreSQL ended with status 1 while starting")
        .hasMessageContaining("invalid value for parameter \"max_connections\": \"plenty\"");
  }
}
