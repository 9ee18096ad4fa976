package dev.recollect.launcher.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NOTICE tells of every file that set-up fetches what {@code models/manifest.tsv} pins it to. */
class NoticeTest {
  private static final Path ROOT = Path.of(System.getProperty("recollect.root"));

  @Test
  void everyModelIsNamedWithItsSourceItsLicenceAndItsHash() throws IOException {
    List<String[]> models = fetched("model");

    assertThat(models).isNotEmpty();
    for (String[] model : models) {
      String file = model[2];
      String version = model[4].replaceFirst("@(?=[^@]*$)", " ");
      assertThat(entry(file))
          .as(file)
          .containsPattern("(?m)^  Source: .* \\Q" + version + ", " + model[6] + "\\E$")
          .containsPattern("(?m)^  Licence: +\\Q" + model[8] + "\\E\\b")
          .containsPattern("(?m)^  sha256: +\\Q" + model[7] + "\\E$");
    }
    assertThat(section("Models\n------\n").split("\n\n"))
        .extracting(entry -> entry.strip().lines().findFirst().orElseThrow())
        .containsExactlyElementsOf(models.stream().map(model -> model[2]).toList());
  }

  @Test
  void everySamplePhotoIsNamedWithItsHash() throws IOException {
    List<String[]> samples = fetched("sample");
    String first = samples.getFirst()[2].replace("samples/", "");
    String last = samples.getLast()[2].replace("samples/", "");
    String entry = entry(first + " to " + last);

    assertThat(entry.lines().map(line -> line.replace("sha256:", "").strip()))
        .containsSubsequence(
            samples.stream()
                .map(sample -> sample[7] + " (" + sample[2].replaceAll("\\D", "") + ")")
                .toList());
    for (String[] sample : samples) {
      assertThat(entry)
          .contains(sample[4].replaceFirst("@(?=[^@]*$)", " "))
          .containsPattern("(?m)^  Licence: +\\Q" + sample[8] + "\\E\\b");
    }
  }

  /** Rows of the manifest: id, use, file, kind, package, its hash, path, hash, licence, origin. */
  private static List<String[]> fetched(String use) throws IOException {
    return Files.readAllLines(ROOT.resolve("models/manifest.tsv")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .filter(row -> row[1].equals(use))
        .toList();
  }

  private static String entry(String name) throws IOException {
    return Arrays.stream(notice().split("\n\n"))
        .filter(entry -> entry.startsWith(name + "\n"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("NOTICE has no " + name));
  }

  /** What stands below a heading, up to the next one. */
  private static String section(String heading) throws IOException {
    String notice = notice();
    int from = notice.indexOf(heading) + heading.length();
    int next = notice.indexOf("\n---", from);
    return notice.substring(from, notice.lastIndexOf("\n\n", next)).strip();
  }

  private static String notice() throws IOException {
    return Files.readString(ROOT.resolve("NOTICE"));
  }
}
