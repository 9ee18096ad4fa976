package dev.recollect.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.testkit.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Two replicas start side by side on a fresh database. */
class MigrationTest {
  private static final String[] LOCATIONS = {"db/kit", "db/feed", "db/migration"};

  private final TestServers servers = TestServers.get().withNewDatabase();

  @Test
  void twoReplicasThatMigrateAtOnceApplyEveryMigrationOnce() throws Exception {
    try (Connection first = connect();
        Statement schema = first.createStatement();
        Connection observer = connect();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Neither sees a schema, and both wait to create it until this one gives it up.
      first.setAutoCommit(false);
      schema.execute("create schema search");
      List<Future<Integer>> replicas =
          List.of(threads.submit(this::migrate), threads.submit(this::migrate));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  number(
                          observer,
                          """
                          select count(*) from pg_stat_activity
                           where datname = current_database() and wait_event_type = 'Lock'
                          """)
                      == 2);
      first.rollback();

      int applied = replicas.getFirst().get() + replicas.getLast().get();

      assertThat(
              number(
                  observer, "select count(*) from search.flyway_schema_history where type = 'SQL'"))
          .isEqualTo(applied);
      assertThat(
              number(
                  observer,
                  "select count(distinct script) from search.flyway_schema_history where type = 'SQL'"))
          .isEqualTo(applied);
      assertThat(number(observer, "select count(*) from search.photo_index")).isZero();
    }
  }

  private int migrate() {
    return Flyway.configure()
        .dataSource(servers.jdbcUrl("search"), servers.user(), servers.password())
        .schemas("search")
        .defaultSchema("search")
        .locations(LOCATIONS)
        .load()
        .migrate()
        .migrationsExecuted;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(servers.jdbcUrl(), servers.user(), servers.password());
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
