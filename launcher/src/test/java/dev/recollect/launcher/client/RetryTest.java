package dev.recollect.launcher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private final Retry retry = new Retry(3, Duration.ofMillis(1), Duration.ofMillis(4));
  private final AtomicInteger sent = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aPassingFailureIsTriedAgain(int status) throws Exception {
    String answer =
        retry.run(
            () -> {
              if (sent.incrementAndGet() < 3) {
                throw ApiException.refused(status, "later", Optional.of(Duration.ofHours(1)));
              }
              return "done";
            });

    assertThat(answer).isEqualTo("done");
    assertThat(sent).hasValue(3);
  }

  @Test
  void theLastFailureIsTold() {
    assertThatThrownBy(
            () ->
                retry.run(
                    () -> {
                      throw ApiException.refused(
                          503, "try " + sent.incrementAndGet(), Optional.empty());
                    }))
        .isInstanceOf(ApiException.class)
        .hasMessage("try 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 413, 422})
  void aRefusalIsFinal(int status) {
    assertThatThrownBy(
            () ->
                retry.run(
                    () -> {
                      sent.incrementAndGet();
                      throw ApiException.refused(status, "no", Optional.empty());
                    }))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(status));
    assertThat(sent).hasValue(1);
  }
}
