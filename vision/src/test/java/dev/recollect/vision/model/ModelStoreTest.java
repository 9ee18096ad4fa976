package dev.recollect.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recollect.vision.FaceEmbedderModel;
import dev.recollect.vision.TestModels;
import dev.recollect.vision.VisionModels;
import dev.recollect.vision.VisionSettings;
import dev.recollect.vision.geometry.ColorOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final String HELLO_SHA256 =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @Test
  void theManifestTravelsWithTheLibrary() {
    ModelFile feature = ModelStore.in(Path.of("models")).file("face-embedding");

    assertThat(feature.name()).isEqualTo("fr_feature");
    assertThat(feature.path()).isEqualTo(Path.of("models/fr_feature.onnx"));
    assertThat(feature.sha256()).startsWith("87aacdfe5751").hasSize(64);
  }

  @Test
  void anUnknownIdIsRefused() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelStore.in(Path.of("models")).file("captions"))
        .withMessage("model manifest: no line for captions");
  }

  @Test
  void aLineWithMissingColumnsIsRefused() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelStore.parse(Path.of("x"), List.of("# comment", "", "id\tmodel\tf")))
        .withMessageContaining("3 columns instead of 10");
  }

  @Test
  void aFileThatIsThePinnedOneIsRead(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("m.onnx"), "hello");

    VerifiedModel model = VerifiedModel.read(new ModelFile("m", file, HELLO_SHA256));

    assertThat(model.bytes().remaining()).isEqualTo(5);
    assertThat(model.bytes().get(0)).isEqualTo((byte) 'h');
  }

  @Test
  void aFileThatIsNotThePinnedOneIsRefusedWithBothHashes(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("m.onnx"), "hellO");

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> VerifiedModel.read(new ModelFile("m", file, HELLO_SHA256)))
        .withMessageContaining("model m: " + file + " has sha256 ")
        .withMessageContaining("pinned is " + HELLO_SHA256);
  }

  @Test
  void aMissingFileSaysHowToGetIt(@TempDir Path folder) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(
            () -> VerifiedModel.read(new ModelFile("m", folder.resolve("m.onnx"), HELLO_SHA256)))
        .withMessageContaining("does not exist; run models/fetch.sh");
  }

  @Test
  void aPinThatIsNoHashIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelFile("m", Path.of("m"), "abc"))
        .withMessageContaining("sha256");
  }

  @Test
  void openingWithOneWrongModelRefusesAndNamesIt(@TempDir Path folder) throws IOException {
    for (String file : List.of("fr_detect.onnx", "fr_landmark.onnx", "fr_feature.onnx")) {
      Files.copy(TestModels.folder().resolve(file), folder.resolve(file));
    }
    Files.writeString(folder.resolve("ch_PP-OCRv4_det_infer.onnx"), "not a model");
    ModelStore store = ModelStore.in(folder);

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(
            () -> VisionModels.open(store, FaceModel.shipped(store), VisionSettings.defaults()))
        .withMessageContaining("ch_PP-OCRv4_det_infer")
        .withMessageContaining("pinned is d2a7720d");
  }

  @Test
  void anotherFaceModelNeedsNoFileButItsOwn(@TempDir Path folder) throws IOException {
    Files.copy(TestModels.folder().resolve("fr_feature.onnx"), folder.resolve("fr_feature.onnx"));
    FaceModel face = FaceModel.shipped(ModelStore.in(folder));

    try (FaceEmbedderModel model = FaceEmbedderModel.open(face, VisionSettings.defaults())) {
      assertThat(model.embedder().modelId())
          .isEqualTo(TestModels.models().faceEmbedder().modelId());
      assertThat(model.embedder().dimension()).isEqualTo(512);
    }
  }

  @Test
  void aFaceModelWhoseFileHasOtherShapesIsRefused() {
    ModelStore store = TestModels.store();
    FaceModel shipped = FaceModel.shipped(store);
    FaceModel wrongDimension =
        new FaceModel(shipped.file(), ColorOrder.BGR, 127, 1 / 128f, 192, shipped.calibration());
    FaceModel wrongFile =
        new FaceModel(
            store.file("face-landmarks"), ColorOrder.BGR, 0, 1, 136, shipped.calibration());

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> VisionModels.open(store, wrongDimension, VisionSettings.defaults()))
        .withMessage("model fr_feature: output has shape [1, 512], expected [1, 192]");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> VisionModels.open(store, wrongFile, VisionSettings.defaults()))
        .withMessageContaining("input has shape [1, 1, 64, 64], expected [1, 3, 112, 112]");
  }

  @Test
  void theModelIdNamesFileAndPreprocessing() {
    FaceModel shipped = FaceModel.shipped(ModelStore.in(Path.of("models")));

    assertThat(shipped.id()).isEqualTo("fr_feature@87aacdfe5751/bgr,127.0,0.0078125");
  }
}
