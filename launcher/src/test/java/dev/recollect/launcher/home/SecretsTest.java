package dev.recollect.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir private Path folder;

  @Test
  void areMadeOnceInAFileOfTheirOwnerOnlyAndNeverShown() throws IOException {
    Path file = folder.resolve("home/secrets.properties");

    Secrets first = Secrets.load(file);

    assertThat(Secrets.load(file)).isEqualTo(first);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(
            List.of(
                first.postgresPassword(),
                first.storageSecretKey(),
                first.grpcSharedSecret(),
                first.bootstrapKey()))
        .doesNotHaveDuplicates()
        .allMatch(secret -> secret.length() >= 43);
    assertThat(first.toString()).isEqualTo("Secrets[...]");
  }

  @Test
  void aMissingOneIsAddedAndTheOthersStay() throws IOException {
    Path file = folder.resolve("secrets.properties");
    Secrets first = Secrets.load(file);
    Files.writeString(file, "postgres-password=" + first.postgresPassword() + "\n");

    Secrets second = Secrets.load(file);

    assertThat(second.postgresPassword()).isEqualTo(first.postgresPassword());
    assertThat(second.bootstrapKey()).isNotEqualTo(first.bootstrapKey());
    assertThat(Secrets.load(file)).isEqualTo(second);
  }
}
