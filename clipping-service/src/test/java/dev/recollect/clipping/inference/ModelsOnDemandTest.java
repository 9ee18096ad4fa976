package dev.recollect.clipping.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.vision.model.ModelException;
import dev.recollect.vision.model.ModelFile;
import dev.recollect.vision.model.VerifiedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a file in place of models: what counts is when it is read and what becomes of it. */
class ModelsOnDemandTest {
  @TempDir Path folder;
  private Path path;
  private ModelFile pinned;
  private int opened;
  private final List<VerifiedModel> closed = new ArrayList<>();
  private ModelsOnDemand<VerifiedModel> models;

  @BeforeEach
  void open() throws IOException, NoSuchAlgorithmException {
    path = folder.resolve("model.onnx");
    Files.writeString(path, "as pinned");
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
    pinned = new ModelFile("model", path, HexFormat.of().formatHex(hash));
    models =
        new ModelsOnDemand<>(
            () -> {
              VerifiedModel model = VerifiedModel.read(pinned);
              opened++;
              return model;
            },
            closed::add);
  }

  @Test
  void areOpenedOnceForAllWhoUseThemAndAgainAfterARest() {
    assertThat(opened).isZero();
    VerifiedModel first = models.with(model -> model);
    assertThat(models.<VerifiedModel>with(model -> model)).isSameAs(first);
    assertThat(opened).isOne();
    assertThat(closed).isEmpty();

    models.rest();
    models.rest();
    assertThat(closed).containsExactly(first);

    assertThat(models.<VerifiedModel>with(model -> model)).isNotSameAs(first);
    assertThat(opened).isEqualTo(2);
  }

  @Test
  void areNotClosedUnderATask() {
    Thread.Builder idle = Thread.ofPlatform();
    models.with(
        model -> {
          Thread pause = idle.start(models::rest);
          join(pause);
          assertThat(closed).isEmpty();
          return null;
        });
    join(idle.start(models::rest));
    assertThat(closed).hasSize(1);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void aFileThatIsSwappedWhileTheyRestIsRefusedUntilItIsPutBack() throws IOException {
    models.check();
    models.rest();
    Files.writeString(path, "something else");
    assertThat(models.refusal()).as("not needed yet").isEmpty();

    assertThatThrownBy(() -> models.with(model -> model))
        .isInstanceOfSatisfying(
            RecollectException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
              assertThat(refused).hasCauseInstanceOf(ModelException.class);
            });
    assertThat(models.refusal().orElseThrow()).contains(path + " has sha256", "pinned is");

    Files.writeString(path, "as pinned");
    assertThat(models.refusal()).isEmpty();
    assertThat(models.<ModelFile>with(VerifiedModel::file)).isEqualTo(pinned);
  }
}
