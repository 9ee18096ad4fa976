package dev.recollect.kit.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseOutageTest {
  @Test
  void aConnectionThatIsLostOrCannotBeMadeIsAnOutage() {
    assertThat(isBehind(new ConnectException("Connection refused"))).isTrue();
    assertThat(isBehind(new SocketException("Connection reset"))).isTrue();
    assertThat(isBehind(new SQLException("gone", "08006"))).isTrue();
    assertThat(isBehind(new SQLException("shutting down", "57P01"))).isTrue();
  }

  @Test
  void whatFailsAgainOnceTheDatabaseIsBackIsNone() {
    assertThat(isBehind(new SQLException("duplicate key", "23505"))).isFalse();
    assertThat(isBehind(new SQLException("no state"))).isFalse();
    assertThat(isBehind(new IOException("No space left on device"))).isFalse();
    assertThat(DatabaseOutage.isBehind(new IllegalStateException())).isFalse();
  }

  /** As the reactive client tells what the server says. */
  @ParameterizedTest
  @CsvSource({
    "FATAL, 08006, connection failure,                                         true",
    "FATAL, 57P01, terminating connection due to administrator command,        true",
    "FATAL, 57P03, the database system is starting up,                         true",
    "ERROR, 57014, canceling statement due to user request,                    false",
    "ERROR, 23505, duplicate key value violates unique constraint (57P03),     false"
  })
  void theStateTellsOutagesFromOtherErrorsOfTheServer(
      String severity, String state, String message, boolean outage) {
    assertThat(isBehind(new PgException(message, severity, state, null))).isEqualTo(outage);
  }

  @Test
  void aConnectionThatTheReactiveClientFindsClosedIsAnOutage() {
    assertThat(isBehind(ClosedConnectionException.INSTANCE)).isTrue();
  }

  /** The types are those of Vert.x, which have many meanings; the words are the client's. */
  @Test
  void aStatementThatFindsItsConnectionLostIsAnOutage() {
    String closed = "Pending requests failed to be sent due to connection has been closed.";

    assertThat(
            isBehind(
                new NoStackTraceThrowable("Connection is not active now, current status: CLOSED")))
        .isTrue();
    assertThat(isBehind(new NoStackTraceThrowable(closed))).isTrue();
    assertThat(isBehind(new VertxException(closed, new IllegalStateException()))).isTrue();
    assertThat(isBehind(new NoStackTraceThrowable("Transaction already completed"))).isFalse();
    assertThat(isBehind(new NoStackTraceThrowable(null))).isFalse();
    assertThat(isBehind(new IllegalStateException(closed))).isFalse();
  }

  private static boolean isBehind(Throwable cause) {
    return DatabaseOutage.isBehind(new IllegalStateException("query failed", cause));
  }
}
