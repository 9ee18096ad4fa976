package dev.recollect.photos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Here since this service has both clients of the database. */
@PhotosTest
class DatabaseConnectionsTest {
  private static final String SERVERS_SETTINGS =
      """
      select concat_ws(' ', current_setting('tcp_keepalives_idle'),
                            current_setting('tcp_keepalives_interval'),
                            current_setting('tcp_keepalives_count'))
      """;

  @Inject Database database;
  @Inject Pool pool;

  @Test
  void theServerAsksASilentServiceWhetherItIsStillThere() {
    String jdbc =
        database.read(
            connection ->
                Sql.of(SERVERS_SETTINGS).first(connection, row -> row.getString(1)).orElseThrow());
    String reactive =
        pool.query(SERVERS_SETTINGS)
            .execute()
            .await()
            .atMost(Duration.ofSeconds(60))
            .iterator()
            .next()
            .getString(0);

    assertThat(jdbc).isEqualTo("60 10 6");
    assertThat(reactive).isEqualTo("60 10 6");
  }
}
