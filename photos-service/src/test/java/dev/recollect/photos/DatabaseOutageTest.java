package dev.recollect.photos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.kit.error.DatabaseOutage;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Here since this service has both clients of the database. */
class DatabaseOutageTest {

  @Test
  void aConnectionThatIsLostOrNotMadeIsAnOutage() {
    assertThat(DatabaseOutage.isBehind(ClosedConnectionException.INSTANCE)).isTrue();
    assertThat(DatabaseOutage.isBehind(new CompletionException(ClosedConnectionException.INSTANCE)))
        .isTrue();
    assertThat(DatabaseOutage.isBehind(new ConnectException("refused"))).isTrue();
    assertThat(DatabaseOutage.isBehind(new SQLException("broken", "08006"))).isTrue();
    assertThat(DatabaseOutage.isBehind(new SQLException("shutting down", "57P01"))).isTrue();
  }

  @Test
  void aStatementThatIsRefusedIsNone() {
    assertThat(DatabaseOutage.isBehind(new SQLException("duplicate key", "23505"))).isFalse();
    assertThat(DatabaseOutage.isBehind(new SQLException("no state"))).isFalse();
    assertThat(DatabaseOutage.isBehind(new IllegalStateException("defect"))).isFalse();
  }
}
