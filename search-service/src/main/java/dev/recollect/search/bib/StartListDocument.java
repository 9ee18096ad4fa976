package dev.recollect.search.bib;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads the numbers out of a start list. Other columns, such as names, are personal data that
 * nothing here needs: they are passed over, never stored, never repeated in a message.
 */
final class StartListDocument {
  private static final int MAX_NUMBERS = 200_000;

  /** Room for as many numbers with 80 characters each of names and the like. */
  private static final int MAX_BYTES = 16 << 20;

  private static final Set<String> HEADINGS = Set.of("bib", "bib number", "number", "startnumber");

  private final Set<String> numbers = new LinkedHashSet<>();
  private int entries;

  private StartListDocument() {}

  /**
   * The bytes of a list as it is sent.
   *
   * @throws RecollectException 413 when there are more than any list needs
   */
  static byte[] bytes(InputStream sent) throws IOException {
    byte[] document = sent.readNBytes(MAX_BYTES);
    // What is left is read, too: a sender that is not listened to does not hear the answer.
    if (sent.transferTo(OutputStream.nullOutputStream()) > 0) {
      throw new RecollectException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "The start list is larger than %d MB".formatted(MAX_BYTES >> 20));
    }
    return document;
  }

  /**
   * @throws RecollectException 422 naming the first entry, by its place, that is no number
   */
  static Set<String> numbers(Collection<String> entries) {
    StartListDocument list = new StartListDocument();
    entries.forEach(list::add);
    return list.numbers;
  }

  /**
   * CSV with commas, semicolons or tabs: the column headed {@code bib}, or the first one when there
   * is no heading. Quotes around values are taken off.
   *
   * @throws RecollectException 422 naming the first row, by its place, that has no number
   */
  static Set<String> csv(Reader document) throws IOException {
    DelimitedText text = new DelimitedText(document);
    StartListDocument list = new StartListDocument();
    List<String> row = text.row();
    int heading = heading(row);
    if (heading >= 0) {
      row = text.row();
    }
    int column = Math.max(heading, 0);
    while (!row.isEmpty()) {
      list.add(column < row.size() ? row.get(column) : "");
      row = text.row();
    }
    return list.numbers;
  }

  private static int heading(List<String> row) {
    return IntStream.range(0, row.size())
        .filter(i -> HEADINGS.contains(row.get(i).toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(-1);
  }

  private void add(String entry) {
    Optional<String> number = BibNumber.entered(entry);
    if (number.isEmpty()) {
      throw RecollectException.invalidField("bibs." + entries, "is not a bib number");
    }
    numbers.add(number.get());
    entries++;
    if (numbers.size() > MAX_NUMBERS) {
      throw RecollectException.invalidField("bibs", "must be at most " + MAX_NUMBERS);
    }
  }
}
