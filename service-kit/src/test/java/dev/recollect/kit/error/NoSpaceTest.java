package dev.recollect.kit.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class NoSpaceTest {

  /** The system's own failure: a device on which there is never any space. */
  @Test
  void aFullDeviceIsKnown() {
    IOException full =
        catchThrowableOfType(
            IOException.class, () -> Files.write(Path.of("/dev/full"), new byte[1]));

    assertThat(full).hasMessage("No space left on device");
    assertThat(NoSpace.isBehind(new UncheckedIOException(full))).isTrue();
  }

  @Test
  void aFullDiskOfTheDatabaseIsKnown() {
    SQLException full = new SQLException("could not extend file", "53100");

    assertThat(NoSpace.isBehind(new IllegalStateException("query failed", full))).isTrue();
    assertThat(NoSpace.isBehind(new PgException("could not extend", "ERROR", "53100", null)))
        .isTrue();
    assertThat(NoSpace.isBehind(new SQLException("out of memory", "53200"))).isFalse();
    assertThat(NoSpace.isBehind(new PgException("out of memory", "ERROR", "53200", null)))
        .isFalse();
  }

  @Test
  void aFileThatIsMissingIsAnotherFailure() {
    IOException missing =
        catchThrowableOfType(
            IOException.class, () -> Files.readAllBytes(Path.of("/dev/no-such-device")));

    assertThat(NoSpace.isBehind(missing)).isFalse();
  }
}
