package dev.recollect.kit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContentDispositionTest {

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("IMG_0042.jpg", "IMG_0042.jpg", "IMG_0042.jpg"),
        Arguments.of("finish line.jpg", "finish line.jpg", "finish%20line.jpg"),
        Arguments.of("Zieleinlauf Köln.jpg", "Zieleinlauf K_ln.jpg", "Zieleinlauf%20K%C3%B6ln.jpg"),
        Arguments.of("跑步🏃.jpg", "____.jpg", "%E8%B7%91%E6%AD%A5%F0%9F%8F%83.jpg"),
        Arguments.of("a\"b\\c%d/e.jpg", "a_b_c_d_e.jpg", "a%22b%5Cc%25d%2Fe.jpg"),
        Arguments.of(
            "x\r\nSet-Cookie: y.jpg", "x__Set-Cookie: y.jpg", "x%0D%0ASet-Cookie%3A%20y.jpg"),
        Arguments.of("it's (1); 50*.jpg", "it's (1); 50*.jpg", "it%27s%20%281%29%3B%2050%2A.jpg"),
        Arguments.of("", "", ""));
  }

  @ParameterizedTest
  @MethodSource("names")
  void carriesAnAsciiNameAndTheExactOne(String name, String ascii, String exact) {
    assertThat(ContentDisposition.attachment(name))
        .isEqualTo("attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + exact);
  }
}
