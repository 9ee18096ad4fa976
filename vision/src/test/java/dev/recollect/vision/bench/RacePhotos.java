package dev.recollect.vision.bench;

import ai.onnxruntime.OrtException;
import dev.recollect.imaging.Pixels;
import dev.recollect.vision.BibReader;
import dev.recollect.vision.PhotoAnalysis;
import dev.recollect.vision.PhotoAnalyzer;
import dev.recollect.vision.Photos;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The RBNR race photos: how many labelled faces and numbers are found, and what that costs beside
 * the bare inferences, photo by photo in turns, so that a noisy machine disturbs both alike.
 */
final class RacePhotos {
  private static final int WARM_UP = 10;
  private static final int TIMED_EVERY = 4;
  private static final double SAME_FACE = .3;

  private final PhotoAnalyzer analyzer;
  private final BareInference bare;
  private int labels;
  private int facesFound;
  private int faces;
  private int bibLabels;
  private int bibsRight;
  private int bibsRead;
  private int linked;
  private long decodeNanos;
  private long analyzeNanos;
  private long bareNanos;
  private int timed;
  private final Map<String, long[]> models = new TreeMap<>();

  RacePhotos(PhotoAnalyzer analyzer, BareInference bare) {
    this.analyzer = analyzer;
    this.bare = bare;
  }

  void run(Path data, Report report) throws OrtException {
    List<RaceTruth> truths = new ArrayList<>(RaceTruth.read(data.resolve("race"), "set1"));
    truths.addAll(RaceTruth.read(data.resolve("race"), "set2"));
    bare.take();
    for (int i = 0; i < truths.size(); i++) {
      photo(truths.get(i), i >= WARM_UP && i % TIMED_EVERY == 0);
    }
    report.title("RBNR set1 + set2, %d photos".formatted(truths.size()));
    report.atLeast("faces: labelled ones found", facesFound / (double) labels, .99);
    report.row("faces found and labelled", "%d/%d", facesFound, labels);
    report.row("faces found in all", "%d", faces);
    report.atLeast("bibs: exact recall", bibsRight / (double) bibLabels, .93);
    report.atLeast("bibs: nominal precision", bibsRight / (double) bibsRead, .68);
    report.row("bibs right, labelled, read", "%d, %d, %d", bibsRight, bibLabels, bibsRead);
    report.row("accepted bibs linked to a face", "%d", linked);
    report.title("Indexing, one thread, %d photos".formatted(timed));
    report.row("decode", "%.1f ms", millis(decodeNanos));
    report.row("faces, embeddings and bibs", "%.1f ms", millis(analyzeNanos));
    models.forEach(
        (model, sum) ->
            report.row(
                "  of which " + model,
                "%.1f ms (%.1f runs)",
                millis(sum[1]),
                sum[0] / (double) timed));
    report.row("the same inferences alone", "%.1f ms", millis(bareNanos));
    report.atLeast(
        "rate beside bare inference + decode",
        (bareNanos + decodeNanos) / (double) (analyzeNanos + decodeNanos),
        .9);
  }

  private double millis(long nanos) {
    return nanos / 1e6 / timed;
  }

  private void photo(RaceTruth truth, boolean timing) throws OrtException {
    long start = System.nanoTime();
    Pixels photo = Photos.read(truth.photo());
    long decoded = System.nanoTime();
    PhotoAnalysis analysis = analyzer.analyze(photo);
    long analyzed = System.nanoTime();
    score(truth, analysis);
    List<BareInference.Run> runs = bare.take();
    if (timing) {
      timed++;
      decodeNanos += decoded - start;
      analyzeNanos += analyzed - decoded;
      bareNanos += bare.replay(runs);
      for (BareInference.Run run : runs) {
        long[] sum = models.computeIfAbsent(run.model(), m -> new long[2]);
        sum[0]++;
        sum[1] += run.nanos();
      }
    }
  }

  private void score(RaceTruth truth, PhotoAnalysis analysis) {
    for (RaceTruth.Label label : truth.labels()) {
      labels++;
      if (analysis.faces().stream()
          .anyMatch(f -> f.face().box().overlap(label.face()) > SAME_FACE)) {
        facesFound++;
      }
    }
    faces += analysis.faces().size();
    Set<String> read =
        analysis.bibs().stream()
            .filter(bib -> bib.reading().confidence() >= BibReader.ACCEPTED)
            .map(bib -> bib.reading().text())
            .collect(Collectors.toSet());
    linked += (int) analysis.bibs().stream().filter(bib -> bib.face().isPresent()).count();
    Set<String> wanted =
        truth.labels().stream().map(RaceTruth.Label::bib).collect(Collectors.toSet());
    bibLabels += wanted.size();
    bibsRead += read.size();
    Set<String> right = new HashSet<>(wanted);
    right.retainAll(read);
    bibsRight += right.size();
  }
}
