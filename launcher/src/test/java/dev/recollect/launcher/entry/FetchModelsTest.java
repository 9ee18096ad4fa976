package dev.recollect.launcher.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script that fetches models, with a package client that has a package of ours. */
@Timeout(60)
class FetchModelsTest {
  private static final String MODEL = "weights";
  private static final String OTHER = "0".repeat(64);

  @TempDir private Path folder;
  @TempDir private Path temporary;
  private Checkout checkout;
  private Path models;
  private Path archive;

  @BeforeEach
  void packModel() throws Exception {
    checkout = new Checkout(folder);
    checkout.copy("models/fetch.sh");
    models = folder.resolve("home/models");
    Path content = Files.createDirectories(folder.resolve("content/package/model"));
    Files.writeString(content.resolve("face.onnx"), MODEL);
    archive = folder.resolve("face-models-1.0.tgz");
    Process tar =
        new ProcessBuilder("tar", "-czf", archive.toString(), "-C", folder + "/content", "package")
            .start();
    assertThat(tar.waitFor()).isZero();
    checkout.program("client/npm", "echo asked >>" + folder + "/asked; cp " + archive + " .");
    checkout.environment().put("PATH", folder + "/client:" + System.getenv("PATH"));
    checkout.environment().put("TMPDIR", temporary.toString());
  }

  private Checkout.Run fetch(String archiveHash, String fileHash) throws Exception {
    Files.writeString(
        folder.resolve("models/manifest.tsv"),
        String.join(
                "\t",
                List.of(
                    "face",
                    "model",
                    "face.onnx",
                    "npm",
                    "face-models@1.0",
                    archiveHash,
                    "model/face.onnx",
                    fileHash,
                    "MIT",
                    "ours"))
            + "\n");
    Checkout.Run run = checkout.run("models/fetch.sh", models.toString());
    assertThat(temporary).as("what was downloaded").isEmptyDirectory();
    return run;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private String archiveHash() throws Exception {
    return sha256(Files.readAllBytes(archive));
  }

  private static String modelHash() throws Exception {
    return sha256(MODEL.getBytes(UTF_8));
  }

  private List<String> fetched() throws IOException {
    try (Stream<Path> files = Files.walk(models)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> models.relativize(file).toString())
          .toList();
    }
  }

  @Test
  void pinnedFilesAreFetchedOnce() throws Exception {
    Checkout.Run first = fetch(archiveHash(), modelHash());
    Checkout.Run second = fetch(archiveHash(), modelHash());

    assertThat(first.status()).as(first.output()).isZero();
    assertThat(models.resolve("face.onnx")).hasContent(MODEL);
    assertThat(fetched()).containsExactly("face.onnx");
    assertThat(second.status()).isZero();
    assertThat(second.output()).startsWith("models: 0 fetched, 1 already there");
    assertThat(folder.resolve("asked")).content().isEqualTo("asked\n");
  }

  @Test
  void anotherArchiveThanThePinnedOneIsRefused() throws Exception {
    assertRefused(
        fetch(OTHER, modelHash()),
        "models: face-models@1.0: sha256 of the archive is %s, pinned is %s"
            .formatted(archiveHash(), OTHER));
  }

  @Test
  void anotherFileThanThePinnedOneIsRefused() throws Exception {
    assertRefused(
        fetch(archiveHash(), OTHER),
        "models: face: sha256 of model/face.onnx is %s, pinned is %s"
            .formatted(modelHash(), OTHER));
  }

  @Test
  void aFileThatIsNotThePinnedOneDoesNotStay() throws Exception {
    Files.createDirectories(models);
    Files.writeString(models.resolve("face.onnx"), "altered");

    assertThat(fetch(OTHER, modelHash()).status()).isEqualTo(1);
    assertThat(fetched()).isEmpty();

    Files.writeString(models.resolve("face.onnx"), "altered");

    assertThat(fetch(archiveHash(), modelHash()).status()).isZero();
    assertThat(models.resolve("face.onnx")).hasContent(MODEL);
  }

  private void assertRefused(Checkout.Run run, String why) throws Exception {
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.output()).contains(why).doesNotContain(" fetched, ");
    assertThat(fetched()).isEmpty();
  }
}
