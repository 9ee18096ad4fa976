package dev.recollect.search.bib;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.recollect.kit.error.RecollectException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads the numbers out of a start list, entry by entry as it comes, so that it takes no more
 * memory than the numbers do, whatever is sent. Other columns, such as names, are personal data
 * that nothing here needs: they are passed over, never stored, never repeated in a message.
 */
final class StartListDocument {
  private static final int MAX_ENTRIES = 200_000;

  /** Room for as many numbers with 80 characters each of names and the like. */
  private static final int MAX_BYTES = 16 << 20;

  /** A text in JSON may be as long as this, far more than a number or a name is. */
  private static final int MAX_TEXT = 10_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MAX_TEXT).build())
          .build();

  private static final Set<String> HEADINGS = Set.of("bib", "bib number", "number", "startnumber");

  private final Set<String> numbers = new LinkedHashSet<>();
  private int entries;

  private StartListDocument() {}

  /** How a list is written down. */
  private interface Form {
    void read(InputStream document, StartListDocument list) throws IOException;
  }

  /**
   * JSON: {@code {"bibs": [...]}}.
   *
   * @throws RecollectException 422 naming the first entry, by its place, that is no number, or when
   *     there are too many; 413 when the document is larger than any list needs
   * @throws JacksonException when it is no JSON, or of another shape
   */
  static Set<String> json(InputStream document) throws IOException {
    return read(document, StartListDocument::readJson);
  }

  /**
   * CSV with commas, semicolons or tabs: the column headed {@code bib}, or the first one when there
   * is no heading. Quotes around values are taken off.
   *
   * @throws RecollectException 422 naming the first row, by its place, that has no number, or when
   *     there are too many; 413 when the document is larger than any list needs
   */
  static Set<String> csv(InputStream document) throws IOException {
    return read(document, StartListDocument::readCsv);
  }

  private static Set<String> read(InputStream sent, Form form) throws IOException {
    LimitedBody document = new LimitedBody(sent, MAX_BYTES);
    StartListDocument list = new StartListDocument();
    try {
      form.read(document, list);
    } catch (RecollectException | JacksonException refused) {
      document.finish();
      throw refused;
    }
    document.finish();
    return list.numbers;
  }

  private static void readJson(InputStream document, StartListDocument list) throws IOException {
    boolean found = false;
    try (JsonParser parser = JSON.createParser(document)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw otherShape(parser);
      }
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        parser.nextToken();
        if (!field.equals("bibs") || parser.currentToken() == JsonToken.VALUE_NULL) {
          parser.skipChildren();
        } else {
          found = true;
          list.addAll(parser);
        }
      }
    }
    if (!found) {
      throw RecollectException.invalidField("bibs", "must not be null");
    }
  }

  private void addAll(JsonParser parser) throws IOException {
    if (!parser.isExpectedStartArrayToken()) {
      throw otherShape(parser);
    }
    for (JsonToken entry = parser.nextToken();
        entry != JsonToken.END_ARRAY;
        entry = parser.nextToken()) {
      if (entry == null || entry.isStructStart()) {
        throw otherShape(parser);
      }
      add(entry == JsonToken.VALUE_NULL ? "" : parser.getText());
    }
  }

  private static JacksonException otherShape(JsonParser parser) {
    return MismatchedInputException.from(parser, List.class, "is no list of bibs");
  }

  private static void readCsv(InputStream document, StartListDocument list) throws IOException {
    DelimitedText text = new DelimitedText(new InputStreamReader(document, StandardCharsets.UTF_8));
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
  }

  private static int heading(List<String> row) {
    return IntStream.range(0, row.size())
        .filter(i -> HEADINGS.contains(row.get(i).toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(-1);
  }

  private void add(String entry) {
    if (entries == MAX_ENTRIES) {
      throw RecollectException.invalidField("bibs", "must be at most " + MAX_ENTRIES);
    }
    Optional<String> number = BibNumber.entered(entry);
    if (number.isEmpty()) {
      throw RecollectException.invalidField("bibs." + entries, "is not a bib number");
    }
    numbers.add(number.get());
    entries++;
  }
}
