package dev.recollect.kit.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
  private static final RandomGenerator LOWEST = () -> 0;
  private static final RandomGenerator HIGHEST = () -> -1;

  @ParameterizedTest
  @CsvSource({
    "1, PT8S, PT12S",
    "2, PT24S, PT36S",
    "3, PT1M12S, PT1M48S",
    "6, PT32M24S, PT48M36S",
    "7, PT1H37M12S, PT2H25M48S",
    // From here on the longest.
    "8, PT3H12M, PT4H48M",
    "30, PT3H12M, PT4H48M"
  })
  void pausesGrowThreefoldUpToFourHoursGiveOrTakeAFifth(
      int attempt, Duration shortest, Duration longest) {
    assertThat(RetrySchedule.pause(attempt, LOWEST)).isEqualTo(shortest);
    assertThat(RetrySchedule.pause(attempt, HIGHEST)).isEqualTo(longest);
  }
}
