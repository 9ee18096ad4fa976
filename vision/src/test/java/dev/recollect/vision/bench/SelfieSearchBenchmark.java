package dev.recollect.vision.bench;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.PhotoAnalyzer;
import dev.recollect.vision.Photos;
import dev.recollect.vision.VisionModels;
import dev.recollect.vision.VisionSettings;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.ModelStore;
import dev.recollect.vision.onnx.OnnxSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures selfie searches of a running suite from request to answer, beside decoding the same
 * selfies and running the same inferences alone, in turns of five, and beside the inferences of the
 * whole search for faces, as photos get it; {@code bench/selfie.sh} runs it.
 */
public final class SelfieSearchBenchmark {
  private static final int TURNS = 4;
  private static final int PER_TURN = 5;
  private static final String BOUNDARY = "recollect-selfie-benchmark";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI faces;
  private final String key;

  private SelfieSearchBenchmark(URI faces, String key) {
    this.faces = faces;
    this.key = key;
  }

  /**
   * @param args address of the event's faces, key, folder of the test data, folder of the models
   */
  public static void main(String[] args) throws Exception {
    SelfieSearchBenchmark benchmark = new SelfieSearchBenchmark(URI.create(args[0]), args[1]);
    Report report = new Report();
    benchmark.run(Path.of(args[2]), ModelStore.in(Path.of(args[3])), report);
    System.exit(report.allMet() ? 0 : 1);
  }

  private void run(Path data, ModelStore store, Report report) throws Exception {
    List<Path> portraits;
    try (Stream<Path> files = Files.list(data.resolve("faces/portraits"))) {
      portraits = files.sorted().toList();
    }
    double searches = 0;
    double decodes = 0;
    double inferences = 0;
    double whole = 0;
    try (BareInference bare = new BareInference(store);
        VisionModels models =
            VisionModels.open(
                store,
                FaceModel.shipped(store),
                new VisionSettings(
                    OnnxSettings.defaults(), VisionSettings.defaults().faceLevels(), bare))) {
      for (Path portrait : portraits) {
        HttpRequest request = request(Files.readAllBytes(portrait));
        bare.take();
        Pixels selfie = Photos.read(portrait, PhotoAnalyzer.SELFIE_SIZE);
        models.analyzer().selfie(selfie);
        List<BareInference.Run> runs = bare.take();
        models.faceEmbedder().embed(selfie, models.faceDetector().detect(selfie).getFirst());
        List<BareInference.Run> everyLevel = bare.take();
        double[] search = new double[TURNS * PER_TURN];
        double[] decode = new double[TURNS * PER_TURN];
        double[] inference = new double[TURNS * PER_TURN];
        double[] exhaustive = new double[PER_TURN];
        for (int turn = -1; turn < TURNS; turn++) {
          int first = Math.max(0, turn) * PER_TURN;
          measure(search, first, () -> search(request));
          measure(decode, first, () -> Photos.read(portrait, PhotoAnalyzer.SELFIE_SIZE));
          measure(inference, first, () -> bare.replay(runs));
        }
        measure(exhaustive, 0, () -> bare.replay(everyLevel));
        searches += median(search) / portraits.size();
        decodes += median(decode) / portraits.size();
        inferences += median(inference) / portraits.size();
        whole += median(exhaustive) / portraits.size();
      }
    }
    report.title(
        "Selfie searches over HTTP, %d portraits, median of %d"
            .formatted(portraits.size(), TURNS * PER_TURN));
    report.row("from request to answer", "%.1f ms", searches);
    report.row("bare decode", "%.1f ms", decodes);
    report.row("bare inference of the whole search for faces", "%.1f ms", whole);
    report.row("bare inference of what ran", "%.1f ms", inferences);
    report.atMost("beside the whole search", searches / whole, 1.2);
    report.row("beside what ran", "%.3f", searches / inferences);
    report.atMost("beside what ran, and decoding", searches / (inferences + decodes), 1.2);
  }

  private HttpRequest request(byte[] selfie) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        """
        --%s\r
        Content-Disposition: form-data; name="selfie"; filename="selfie"\r
        \r
        """
            .formatted(BOUNDARY)
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(selfie);
    body.writeBytes("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.US_ASCII));
    return HttpRequest.newBuilder(faces)
        .header("X-API-Key", key)
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
  }

  private void search(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
  }

  /** A part of a measurement. */
  private interface Part {
    void run() throws Exception;
  }

  private static void measure(double[] millis, int first, Part part) throws Exception {
    for (int i = first; i < first + PER_TURN; i++) {
      long start = System.nanoTime();
      part.run();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
  }

  private static double median(double[] millis) {
    Arrays.sort(millis);
    return millis[millis.length / 2];
  }
}
