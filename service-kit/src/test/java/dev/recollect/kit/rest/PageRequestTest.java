package dev.recollect.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageRequestTest {

  @ParameterizedTest
  @CsvSource({
    ",        ,    1, 32",
    "'',     ' ',  1, 32",
    "1,      1,    1, 1",
    "3,      100,  3, 100",
    "' 7 ',  ' 9 ', 7, 9",
    "2147483647, 100, 2147483647, 100"
  })
  void readsPageAndSizeAndFallsBackToTheFirstPageOfTheDefaultSize(
      String page, String size, int expectedPage, int expectedSize) {
    assertThat(PageRequest.parse(page, size, 32, 100))
        .isEqualTo(new PageRequest(expectedPage, expectedSize));
  }

  @ParameterizedTest
  @CsvSource({
    "0,    ,     page: must be at least 1",
    "-1,   ,     page: must be at least 1",
    "x,    ,     page: must be a whole number",
    "1.5,  ,     page: must be a whole number",
    "2147483648, , page: must be at most 2147483647",
    "99999999999999999999, , page: must be at most 2147483647",
    "-99999999999999999999, , page: must be at least 1",
    ",     0,    page_size: must be at least 1",
    ",     101,  page_size: must be at most 100",
    ",     many, page_size: must be a whole number",
    "0,    101,  page: must be at least 1; page_size: must be at most 100"
  })
  void namesEveryParameterItRefuses(String page, String size, String message) {
    assertThatThrownBy(() -> PageRequest.parse(page, size, 32, 100))
        .isInstanceOfSatisfying(
            RecollectException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FIELD))
        .hasMessage(message);
  }

  @Test
  void theOffsetOfTheLastPossiblePageDoesNotOverflow() {
    assertThat(new PageRequest(1, 32).offset()).isZero();
    assertThat(new PageRequest(3, 32).offset()).isEqualTo(64);
    assertThat(new PageRequest(Integer.MAX_VALUE, 100).offset()).isEqualTo(214_748_364_600L);
  }
}
