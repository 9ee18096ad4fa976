package dev.recollect.vision.bench;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.DetectedFace;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.Photos;
import dev.recollect.vision.VisionModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Same person or not, over all pairs of the small LFW set: the face nearest to the middle counts.
 */
final class FaceVerification {
  private FaceVerification() {}

  private record Portrait(String person, FaceEmbedding embedding) {}

  private record Pair(double cosine, boolean same) {}

  static void run(VisionModels models, Path data, Report report) throws IOException {
    List<Portrait> portraits = new ArrayList<>();
    int without = 0;
    try (Stream<Path> files = Files.walk(data.resolve("faces/lfw-small"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList()) {
        Pixels photo = Photos.read(file);
        var face =
            models.faceDetector().detect(photo).stream()
                .min(Comparator.comparingDouble((DetectedFace f) -> fromMiddle(f, photo)));
        if (face.isEmpty()) {
          without++;
        } else {
          portraits.add(
              new Portrait(
                  file.getParent().getFileName().toString(),
                  models.faceEmbedder().embed(photo, face.get())));
        }
      }
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < portraits.size(); i++) {
      for (int j = i + 1; j < portraits.size(); j++) {
        Portrait a = portraits.get(i);
        Portrait b = portraits.get(j);
        pairs.add(new Pair(a.embedding.cosine(b.embedding), a.person.equals(b.person)));
      }
    }
    report.title("Verification, LFW-small, all pairs");
    report.row("portraits, portraits without a face", "%d, %d", portraits.size(), without);
    best(pairs, report);
    double threshold = models.faceEmbedder().calibration().cosine(80);
    report.row(
        "at the default threshold: genuine accepted",
        "%.4f",
        share(pairs.stream().filter(p -> p.same).toList(), threshold));
    report.row(
        "at the default threshold: impostors accepted",
        "%.5f",
        share(pairs.stream().filter(p -> !p.same).toList(), threshold));
  }

  private static double share(List<Pair> pairs, double threshold) {
    return pairs.stream().filter(p -> p.cosine >= threshold).count() / (double) pairs.size();
  }

  private static void best(List<Pair> pairs, Report report) {
    List<Pair> rising = pairs.stream().sorted(Comparator.comparingDouble(Pair::cosine)).toList();
    long right = pairs.stream().filter(Pair::same).count(); // all accepted
    long most = right;
    double threshold = -1;
    for (Pair pair : rising) {
      right += pair.same ? -1 : 1;
      if (right > most) {
        most = right;
        threshold = pair.cosine;
      }
    }
    report.row("pairs, best threshold (cosine)", "%d, %.3f", pairs.size(), threshold);
    report.atLeast("accuracy at the best threshold", most / (double) pairs.size(), .99);
  }

  private static double fromMiddle(DetectedFace face, Pixels photo) {
    return Math.hypot(
        face.box().centerX() - photo.width() / 2.0, face.box().centerY() - photo.height() / 2.0);
  }
}
