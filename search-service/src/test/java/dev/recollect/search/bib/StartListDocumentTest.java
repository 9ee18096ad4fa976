package dev.recollect.search.bib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.error.RecollectException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartListDocumentTest {
  @Test
  void csvIsReadByItsHeading() {
    assertThat(
            StartListDocument.csv(
                "\uFEFFName;\"Bib\";Club\n\"Ann, of Bree\"; a12 ;x\nBob;007;\n\n"))
        .containsExactly("A12", "007");
  }

  @Test
  void csvWithoutHeadingIsReadByItsFirstColumn() {
    assertThat(StartListDocument.csv("12,Ann\r\n13,Bob\r\n12,Ann\r\n")).containsExactly("12", "13");
  }

  @Test
  void anEmptyDocumentIsAnEmptyList() {
    assertThat(StartListDocument.csv("\n")).isEmpty();
  }

  @Test
  void anEntryThatIsNoNumberIsNamedByItsPlaceOnly() {
    List<String> entries = Arrays.asList("12", "<Ann of Bree>");
    assertThatThrownBy(() -> StartListDocument.numbers(entries))
        .isInstanceOf(RecollectException.class)
        .hasMessage("bibs.1: is not a bib number");
  }
}
