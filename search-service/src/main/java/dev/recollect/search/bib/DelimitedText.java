package dev.recollect.search.bib;

import dev.recollect.kit.error.RecollectException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of values divided by commas, semicolons or tabs, read in one pass and a row at a time. A
 * value may be in quotes; it then may hold dividers, line ends and doubled quotes (RFC 4180).
 */
final class DelimitedText {
  /** Far more than any list has; keeps a row without line ends from filling the memory. */
  private static final int MAX_COLUMNS = 1000;

  private static final int END = -1;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Reader text;
  private final StringBuilder value = new StringBuilder();
  private int rows;

  DelimitedText(Reader text) {
    this.text = text;
  }

  /**
   * The values of the next row that is not blank, without the blanks around them; none at the end.
   *
   * @throws RecollectException 422 for a row with far too many values, or a quote that never ends
   */
  List<String> row() throws IOException {
    int end;
    do {
      List<String> values = new ArrayList<>();
      do {
        if (values.size() == MAX_COLUMNS) {
          throw RecollectException.invalidField(
              "bibs." + rows, "has more than %d columns".formatted(MAX_COLUMNS));
        }
        end = readValue();
        values.add(value.toString().strip());
      } while (isDivider(end));
      if (values.size() > 1 || !values.getFirst().isEmpty()) {
        rows++;
        return values;
      }
    } while (end != END);
    return List.of();
  }

  /** Leaves the value in {@link #value}; what ended it. */
  private int readValue() throws IOException {
    value.setLength(0);
    int next = read();
    while (next == ' ') {
      next = read();
    }
    if (next == '"') {
      next = readQuoted();
    }
    while (next != END && next != '\n' && next != '\r' && !isDivider(next)) {
      value.append((char) next);
      next = read();
    }
    return next;
  }

  /** What follows the quote at the end. */
  private int readQuoted() throws IOException {
    while (true) {
      int next = read();
      if (next == END) {
        throw RecollectException.invalidField("bibs." + rows, "has a quote that does not end");
      }
      if (next == '"') {
        next = read();
        if (next != '"') {
          return next;
        }
      }
      value.append((char) next);
    }
  }

  private int read() throws IOException {
    int next = text.read();
    return next == BYTE_ORDER_MARK ? text.read() : next;
  }

  private static boolean isDivider(int character) {
    return character == ',' || character == ';' || character == '\t';
  }
}
