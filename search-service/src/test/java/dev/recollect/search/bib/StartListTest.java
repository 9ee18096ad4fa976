package dev.recollect.search.bib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartListTest {
  private final StartList list =
      new StartList(List.of("10264", "10271", "0815", "815", "77", "A12", "3001"));

  @ParameterizedTest(name = "{0} is {1}: {2}")
  @CsvSource({
    "10264,10264,listed",
    "0815,0815,leading zeros count",
    "815,815,listed although 0815 ends so",
    "264,10264,the end of one number",
    "1026,10264,the beginning of one number",
    "102,,the beginning of two numbers",
    "3001,3001,listed",
    "300,3001,the beginning of one number",
    "26,,in the middle",
    "27,,in the middle",
    "64,,less than half of 10264",
    "9999,,nowhere",
    "102640,,longer than any number",
  })
  void aReadingStandsForAListedNumberOrForNone(String reading, String number, String because) {
    assertThat(list.resolve(reading).orElse(null)).as(because).isEqualTo(number);
  }

  @Test
  void withoutAListEveryReadingStands() {
    assertThat(new StartList(List.of()).resolve("4711")).contains("4711");
  }
}
