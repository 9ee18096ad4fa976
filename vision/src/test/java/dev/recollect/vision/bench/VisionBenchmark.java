package dev.recollect.vision.bench;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.DetectedFace;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.PhotoAnalyzer;
import dev.recollect.vision.Photos;
import dev.recollect.vision.Selfie;
import dev.recollect.vision.VisionModels;
import dev.recollect.vision.VisionSettings;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.ModelStore;
import dev.recollect.vision.onnx.OnnxSettings;
import dev.recollect.vision.pool.InferencePool;
import dev.recollect.vision.pool.InferencePriority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Measures accuracy and cost on the test data and prints them beside the targets; {@code
 * bench/vision.sh} runs it.
 */
public final class VisionBenchmark {
  private VisionBenchmark() {}

  /**
   * @param args folder of the test data, folder of the models, and a folder for the reference run's
   *     input
   */
  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    ModelStore store = ModelStore.in(Path.of(args[1]));
    Report report = new Report();
    memory(store, data, report);
    try (BareInference bare = new BareInference(store);
        VisionModels models = VisionModels.open(store, FaceModel.shipped(store), settings(bare))) {
      FaceVerification.run(models, data, report);
      selfies(models, bare, data, report);
      new RacePhotos(models.analyzer(), bare).run(data, report);
      ReferenceInput.write(models, data, Path.of(args[2]));
    }
    System.out.println();
    System.exit(report.allMet() ? 0 : 1);
  }

  private static VisionSettings settings(BareInference observer) {
    return new VisionSettings(
        OnnxSettings.defaults(), VisionSettings.defaults().faceLevels(), observer);
  }

  /** First, while the process is fresh: what the models and a full pool of workers take. */
  private static void memory(ModelStore store, Path data, Report report) throws Exception {
    report.title("Memory (this JVM, -Xmx as given)");
    report.row("before the models are loaded", "%d MB", resident());
    int threads = Runtime.getRuntime().availableProcessors();
    try (VisionModels models =
        VisionModels.open(store, FaceModel.shipped(store), VisionSettings.forWorkers(threads))) {
      report.row("models loaded", "%d MB", resident());
      PhotoAnalyzer analyzer = models.analyzer();
      List<Path> photos = race(data).subList(0, 24);
      long start;
      try (InferencePool pool =
          new InferencePool(threads, 1000, Duration.ofMinutes(5), () -> {}, () -> {})) {
        index(pool, analyzer, photos.subList(0, 4));
        start = System.nanoTime();
        index(pool, analyzer, photos.subList(4, 24));
      }
      report.row(
          "photos a second, %d threads".formatted(threads),
          "%.2f",
          20e9 / (System.nanoTime() - start));
      report.row("while %d photos are worked on".formatted(threads), "%d MB", resident());
      models.trim();
      System.gc();
      report.row("afterwards, trimmed", "%d MB", resident());
    }
  }

  private static void index(InferencePool pool, PhotoAnalyzer analyzer, List<Path> photos) {
    CompletableFuture.allOf(
            photos.stream()
                .map(
                    photo ->
                        pool.submit(
                            InferencePriority.INDEX, () -> analyzer.analyze(Photos.read(photo))))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private static List<Path> race(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("race/set2"))) {
      return files.sorted().toList();
    }
  }

  private static void selfies(VisionModels models, BareInference bare, Path data, Report report)
      throws Exception {
    List<Path> portraits = new ArrayList<>();
    try (Stream<Path> files = Files.list(data.resolve("faces/portraits"))) {
      files.sorted().forEach(portraits::add);
    }
    long whole = 0;
    long alone = 0;
    long decode = 0;
    double leastCosine = 1;
    int rounds = 4;
    for (int round = 0; round < rounds; round++) {
      for (Path portrait : portraits) {
        bare.take();
        long start = System.nanoTime();
        Pixels photo = Photos.read(portrait, PhotoAnalyzer.SELFIE_SIZE);
        long decoded = System.nanoTime();
        Selfie selfie = models.analyzer().selfie(photo).orElseThrow();
        long end = System.nanoTime();
        long replayed = bare.replay(bare.take());
        if (round == 0) {
          DetectedFace largest = models.faceDetector().detect(photo).getFirst();
          FaceEmbedding thorough = models.faceEmbedder().embed(photo, largest);
          leastCosine = Math.min(leastCosine, thorough.cosine(selfie.face().embedding()));
        } else {
          decode += decoded - start;
          whole += end - decoded;
          alone += replayed;
        }
      }
    }
    double count = (rounds - 1) * portraits.size() * 1e6;
    report.title("Selfies, %d portraits".formatted(portraits.size()));
    report.row("decode", "%.1f ms", decode / count);
    report.row("largest face and its embedding", "%.1f ms", whole / count);
    report.row("the same inferences alone", "%.1f ms", alone / count);
    report.atLeast("cosine to the face found at every level, at worst", leastCosine, .95);
    report.atMost(
        "cost beside bare inference + decode", (whole + decode) / (double) (alone + decode), 1.2);
  }

  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    return -1;
  }
}
