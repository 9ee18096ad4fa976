package dev.recollect.clipping;

import static org.assertj.core.api.Assertions.fail;

import dev.recollect.imaging.Pixels;
import dev.recollect.video.TestVideos;
import dev.recollect.vision.BibModels;
import dev.recollect.vision.BibReader;
import dev.recollect.vision.DetectedFace;
import dev.recollect.vision.FaceDetector;
import dev.recollect.vision.FaceEmbedder;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.VisionModels;
import dev.recollect.vision.VisionSettings;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.ModelStore;
import dev.recollect.vision.onnx.InferenceObserver;
import dev.recollect.vision.onnx.OnnxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Models, and videos of people whose times in them are known. */
public final class TestFaces {
  /** Why a test without portraits is left out. */
  public static final String NONE =
      "needs the portraits of the test data: faces cannot be generated";

  private static final int SELFIE = 640;

  private TestFaces() {}

  private static final class Loaded {
    static final VisionModels MODELS = open();

    private static VisionModels open() {
      ModelStore store = store();
      return VisionModels.openFaces(
          store,
          FaceModel.shipped(store),
          new VisionSettings(OnnxSettings.defaults(), List.of(320, 800), InferenceObserver.NONE));
    }
  }

  /** Looks at the sizes that sampled pictures have. */
  public static FaceDetector detector() {
    return Loaded.MODELS.faceDetector();
  }

  public static FaceEmbedder embedder() {
    return Loaded.MODELS.faceEmbedder();
  }

  /** Reads as the service does. */
  public static BibReader bibReader() {
    return Bibs.MODELS.reader();
  }

  private static final class Bibs {
    static final BibModels MODELS = BibModels.open(store(), VisionSettings.forWorkers(2));
  }

  private static ModelStore store() {
    return ModelStore.in(
        Optional.ofNullable(System.getenv("RECOLLECT_MODELS_DIR"))
            .map(Path::of)
            .orElseGet(() -> root().resolve(".recollect/models")));
  }

  private static Path root() {
    return Path.of(System.getProperty("recollect.root", ".")).toAbsolutePath().normalize();
  }

  /**
   * Portraits, or empty in a checkout that stands alone: faces cannot be generated. Continuous
   * integration must have them.
   */
  public static Optional<Path> portraits() {
    return testData("faces/portraits");
  }

  /** Photos of runners with bibs; the same holds. */
  public static Optional<Path> racePhotos() {
    return testData("race");
  }

  private static Optional<Path> testData(String name) {
    Path folder = root().resolveSibling("shared").resolve("testdata").resolve(name);
    if (Files.isDirectory(folder)) {
      return Optional.of(folder);
    }
    if ("true".equals(System.getenv("CI"))) {
      fail("test data is missing: " + folder);
    }
    System.out.println("No test data in " + folder + ": tests that need faces are left out.");
    return Optional.empty();
  }

  /**
   * A part of a video.
   *
   * @param portrait drifts slowly to the right; empty for nobody
   */
  public record Scene(Optional<Path> portrait, double seconds) {
    public Scene(Path portrait, double seconds) {
      this(Optional.of(portrait), seconds);
    }

    public static Scene empty(double seconds) {
      return new Scene(Optional.empty(), seconds);
    }
  }

  /** Scenes one after the other, 640x360, 25 pictures a second. */
  public static Path video(Scene... scenes) {
    List<String> arguments = new ArrayList<>();
    StringBuilder graph = new StringBuilder();
    StringBuilder joined = new StringBuilder();
    int input = 0;
    for (int i = 0; i < scenes.length; i++) {
      String base =
          String.format(
              Locale.ROOT,
              "color=0x%s:s=640x360:r=25:d=%.2f",
              i % 2 == 0 ? "405060" : "90a080",
              scenes[i].seconds());
      if (scenes[i].portrait().isPresent()) {
        arguments.addAll(List.of("-i", scenes[i].portrait().get().toString()));
        graph.append(
            "[%d:v]scale=520:340:force_original_aspect_ratio=decrease[p%d];".formatted(input++, i));
        graph.append(
            "%s[b%d];[b%d][p%d]overlay=x='20+12*t':y=10,format=yuv420p[s%d];"
                .formatted(base, i, i, i, i));
      } else {
        graph.append("%s,noise=alls=20:allf=t,format=yuv420p[s%d];".formatted(base, i));
      }
      joined.append("[s%d]".formatted(i));
    }
    graph.append(joined).append("concat=n=").append(scenes.length);
    arguments.addAll(List.of("-filter_complex", graph.toString()));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-crf", "18"));
    return TestVideos.make("people.mp4", arguments.toArray(String[]::new));
  }

  /** The largest face of a photo. */
  public static FaceEmbedding selfie(Path photo) throws Exception {
    String filter =
        "scale=%d:%d:force_original_aspect_ratio=decrease,pad=%d:%d:-1:-1,format=rgb24"
            .formatted(SELFIE, SELFIE, SELFIE, SELFIE);
    List<String> arguments = List.of("-i", photo.toString(), "-vf", filter, "-f", "rawvideo", "-");
    try (var run = TestVideos.ffmpeg().open(arguments, Duration.ofSeconds(30))) {
      Pixels pixels = new Pixels(SELFIE, SELFIE, run.output().readAllBytes());
      run.awaitSuccess();
      DetectedFace face = detector().detectProminent(pixels, FaceDetector.ALONE).getFirst();
      return embedder().embed(pixels, face);
    }
  }
}
