package dev.recollect.download.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FileNamesTest {

  @Test
  void numbersNamesThatAreTaken() {
    FileNames names = new FileNames();

    assertThat(
            List.of(
                    "a.jpg",
                    "A.JPG",
                    "a.jpg",
                    "a (2).jpg",
                    "b",
                    "b",
                    "b.tar.gz",
                    "b.tar.gz",
                    "a.jpg")
                .stream()
                .map(names::unique))
        .containsExactly(
            "a.jpg",
            "A (2).JPG",
            "a (3).jpg",
            "a (2) (2).jpg",
            "b",
            "b (2)",
            "b.tar.gz",
            "b.tar (2).gz",
            "a (4).jpg");
  }
}
