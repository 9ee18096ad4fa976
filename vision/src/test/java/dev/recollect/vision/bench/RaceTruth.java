package dev.recollect.vision.bench;

import dev.recollect.vision.Box;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the RBNR data set says about its race photos. */
public record RaceTruth(Path photo, List<Label> labels) {

  /** One labelled runner. */
  public record Label(String bib, Box bibBox, Box face) {}

  /** Reads {@code set1.csv} or {@code set2.csv} of {@code testdata/race}. */
  public static List<RaceTruth> read(Path race, String set) {
    Map<String, List<Label>> byPhoto = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(race.resolve(set + ".csv")).stream().skip(1).toList()) {
        String[] c = line.strip().split(",", -1);
        byPhoto
            .computeIfAbsent(c[0], name -> new ArrayList<>())
            .add(new Label(c[1], box(c, 2), box(c, 6)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return byPhoto.entrySet().stream()
        .map(entry -> new RaceTruth(race.resolve(entry.getKey()), entry.getValue()))
        .toList();
  }

  private static Box box(String[] c, int at) {
    double x1 = Double.parseDouble(c[at]);
    double y1 = Double.parseDouble(c[at + 1]);
    double x2 = Double.parseDouble(c[at + 2]);
    double y2 = Double.parseDouble(c[at + 3]);
    return new Box(x1, y1, x2 - x1, y2 - y1);
  }
}
