package dev.recollect.photos.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NoSpaceTest {

  /** The system's own failure: a device on which there is never any space. */
  @Test
  void aFullDeviceIsSaidToTheCaller() {
    IOException full =
        catchThrowableOfType(
            IOException.class, () -> Files.write(Path.of("/dev/full"), new byte[1]));

    RecollectException told = NoSpace.in(new UncheckedIOException(full)).orElseThrow();

    assertThat(full).hasMessage("No space left on device");
    assertThat(told.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(told)
        .hasMessage("The server has no disk space left for uploads; try again later")
        .hasRootCause(full);
  }

  @Test
  void aFileThatIsMissingIsAnotherFailure() {
    IOException missing =
        catchThrowableOfType(
            IOException.class, () -> Files.readAllBytes(Path.of("/dev/no-such-device")));

    assertThat(NoSpace.in(missing)).isEmpty();
  }
}
