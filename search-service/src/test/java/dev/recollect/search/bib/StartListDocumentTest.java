package dev.recollect.search.bib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import dev.recollect.kit.error.RecollectException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartListDocumentTest {
  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Set<String> csv(String text) throws IOException {
    return StartListDocument.csv(bytes(text));
  }

  private static void isRefused(String text, String message) {
    assertThatThrownBy(() -> csv(text)).isInstanceOf(RecollectException.class).hasMessage(message);
  }

  @Test
  void csvIsReadByItsHeading() throws IOException {
    assertThat(csv("\uFEFFName;\"Bib\";Club\n\"Ann, of Bree\"; a12 ;x\nBob;007;\n\n"))
        .containsExactly("A12", "007");
  }

  @Test
  void csvWithoutHeadingIsReadByItsFirstColumn() throws IOException {
    assertThat(csv("12,Ann\r\n13,Bob\r\n12,Ann\r\n")).containsExactly("12", "13");
  }

  @Test
  void anEmptyDocumentIsAnEmptyList() throws IOException {
    assertThat(csv("\n")).isEmpty();
    assertThat(csv("")).isEmpty();
  }

  @Test
  void aQuotedValueMayHoldDividersLineEndsAndQuotes() throws IOException {
    assertThat(csv("name,bib\n\"Ann; \"\"Speedy\"\",\r\nof Bree\",12\n 5\" pipe ,\"13\""))
        .containsExactly("12", "13");
    isRefused("12\n\"13\n14\n", "bibs.1: has a quote that does not end");
  }

  @Test
  void aLineThatNeverEndsIsRefusedWithoutLookingAtItAgainAndAgain() throws IOException {
    isRefused(",".repeat(1 << 20), "bibs.0: has more than 1000 columns");
    isRefused("12\n\"" + "x".repeat(4 << 20), "bibs.1: has a quote that does not end");
    assertThat(csv("12,\"" + "\"\",".repeat(1 << 20) + "\"\n13")).containsExactly("12", "13");
  }

  @Test
  void thereAreAsManyNumbersAsAListMayHaveAndNoMore() throws IOException {
    String most =
        IntStream.rangeClosed(1, 200_000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining("\n"));
    assertThat(csv(most)).hasSize(200_000);
    // The entry that is no number comes after the limit, and is not reached.
    isRefused(most + "\n200001\n?", "bibs: must be at most 200000");
  }

  @Test
  void anEntryThatIsNoNumberIsNamedByItsPlaceOnly() {
    assertThatThrownBy(
            () -> StartListDocument.json(bytes("{\"bibs\": [\"12\", \"<Ann of Bree>\"]}")))
        .isInstanceOf(RecollectException.class)
        .hasMessage("bibs.1: is not a bib number");
  }

  @Test
  void jsonMayHoldMoreThanNumbers() throws IOException {
    String list = "{\"race\": {\"bibs\": [\"1\"]}, \"bibs\": [\" a12 \", 13, \"007\"], \"x\": []}";
    assertThat(StartListDocument.json(bytes(list))).containsExactly("A12", "13", "007");
    assertThat(StartListDocument.json(bytes("{\"bibs\": []}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{", "{\"bibs\": 1}", "{\"bibs\": [[]]}", "{\"bibs\": [\"1\""})
  void whatIsNoListOfBibsIsRefused(String json) {
    assertThatThrownBy(() -> StartListDocument.json(bytes(json)))
        .isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"bibs\": null}"})
  void withoutAListNothingIsReplaced(String json) {
    assertThatThrownBy(() -> StartListDocument.json(bytes(json)))
        .hasMessage("bibs: must not be null");
  }

  @Test
  void entriesAreCountedAsTheyComeHoweverOftenTheSame() throws IOException {
    String most = "\"12\",".repeat(199_999) + "\"13\"";
    assertThat(StartListDocument.json(bytes("{\"bibs\": [" + most + "]}")))
        .containsExactly("12", "13");
    // What comes after the limit is not reached.
    assertThatThrownBy(() -> StartListDocument.json(bytes("{\"bibs\": [" + most + ", \"12\", ?")))
        .hasMessage("bibs: must be at most 200000");
    isRefused("12\n".repeat(200_001) + "?", "bibs: must be at most 200000");
  }
}
