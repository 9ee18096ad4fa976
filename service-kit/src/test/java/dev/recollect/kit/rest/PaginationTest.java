package dev.recollect.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaginationTest {

  @ParameterizedTest(name = "page {0} of size {1} of {2}")
  @CsvSource({
    // page, size, total, currentPage, totalPages, hasNext, hasPrevious
    "1, 32, 0,   0, 0, false, false",
    "9, 32, 0,   0, 0, false, false",
    "1, 32, 1,   1, 1, false, false",
    "1, 32, 32,  1, 1, false, false",
    "1, 32, 33,  1, 2, true,  false",
    "2, 32, 33,  2, 2, false, true",
    "2, 10, 25,  2, 3, true,  true",
    "4, 10, 25,  4, 3, false, true",
    "1, 1, 9000000000, 1, 9000000000, true, false"
  })
  void placesAPageAmongItsFellows(
      int page, int size, long total, long current, long pages, boolean next, boolean previous) {
    assertThat(Pagination.of(new PageRequest(page, size), total))
        .isEqualTo(new Pagination(total, current, pages, next, previous, size));
  }

  @Test
  void keepsTheMixedCaseOfTheContract() throws JsonProcessingException {
    assertThat(new ObjectMapper().writeValueAsString(Pagination.of(new PageRequest(2, 10), 25)))
        .isEqualTo(
            """
            {"total":25,"currentPage":2,"totalPages":3,"hasNextPage":true,\
            "hasPreviousPage":true,"page_size":10}""");
  }
}
