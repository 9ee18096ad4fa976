package dev.recollect.kit.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

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

  private static boolean isBehind(Exception cause) {
    return DatabaseOutage.isBehind(new IllegalStateException("query failed", cause));
  }
}
