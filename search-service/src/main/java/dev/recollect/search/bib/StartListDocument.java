package dev.recollect.search.bib;

import dev.recollect.kit.error.RecollectException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the numbers out of a start list. Other columns, such as names, are personal data that
 * nothing here needs: they are passed over, never stored, never repeated in a message.
 */
final class StartListDocument {
  private static final int MAX_NUMBERS = 200_000;
  private static final Set<String> HEADINGS = Set.of("bib", "bib number", "number", "startnumber");

  /** Outside of quotes: an even number of them follows. */
  private static final Pattern SEPARATOR =
      Pattern.compile("[,;\t](?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

  private StartListDocument() {}

  /**
   * @throws RecollectException 422 naming the first entry, by its place, that is no number
   */
  static Set<String> numbers(Collection<String> entries) {
    Set<String> numbers = new LinkedHashSet<>();
    int place = 0;
    for (String entry : entries) {
      Optional<String> number = BibNumber.entered(entry);
      if (number.isEmpty()) {
        throw RecollectException.invalidField("bibs." + place, "is not a bib number");
      }
      numbers.add(number.get());
      place++;
    }
    if (numbers.size() > MAX_NUMBERS) {
      throw RecollectException.invalidField("bibs", "must be at most " + MAX_NUMBERS);
    }
    return numbers;
  }

  /**
   * CSV with commas, semicolons or tabs: the column headed {@code bib}, or the first one when there
   * is no heading. Quotes around values are taken off.
   */
  static Set<String> csv(String text) {
    List<String> lines =
        text.lines()
            .map(line -> line.replace("\uFEFF", ""))
            .filter(line -> !line.isBlank())
            .toList();
    if (lines.isEmpty()) {
      return Set.of();
    }
    List<String> first = values(lines.getFirst());
    int heading =
        IntStream.range(0, first.size())
            .filter(i -> HEADINGS.contains(first.get(i).toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElse(-1);
    return numbers(
        lines.stream()
            .skip(heading >= 0 ? 1 : 0)
            .map(line -> column(values(line), Math.max(heading, 0)))
            .toList());
  }

  private static String column(List<String> values, int index) {
    return index < values.size() ? values.get(index) : "";
  }

  private static List<String> values(String line) {
    return Arrays.stream(SEPARATOR.split(line, -1))
        .map(value -> value.strip().replaceAll("^\"|\"$", "").strip())
        .toList();
  }
}
