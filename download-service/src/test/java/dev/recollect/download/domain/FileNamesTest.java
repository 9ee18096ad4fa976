package dev.recollect.download.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {

  @ParameterizedTest
  @CsvSource({
    "IMG_1.jpg,             IMG_1.jpg",
    "Zieleinlauf Köln.JPG,  Zieleinlauf Köln.JPG",
    "../../etc/passwd,      passwd",
    "C:\\photos\\a.jpg,     a.jpg",
    "..hidden,              hidden",
    "a:b*c?.jpg,            a_b_c_.jpg",
    "' x.jpg ',             x.jpg",
    "'',                    the-id.jpg",
    "...,                   the-id.jpg",
    "folder/,               the-id.jpg"
  })
  void keepsTheUploadersNameAsFarAsItIsSafe(String uploaded, String safe) {
    assertThat(FileNames.safe(uploaded, "the-id", "image/jpeg")).isEqualTo(safe);
  }

  @Test
  void removesControlCharactersAndKeepsTheEndOfALongName() {
    assertThat(FileNames.safe("a\r\nb.jpg", "the-id", "image/jpeg")).isEqualTo("a__b.jpg");
    assertThat(FileNames.safe("x".repeat(300) + ".jpg", "the-id", "image/jpeg"))
        .isEqualTo("x".repeat(196) + ".jpg");
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, the-id.png",
    "image/webp, the-id.webp",
    "image/heic, the-id.heic",
    "text/x, the-id"
  })
  void namesANamelessPhotoByItsType(String contentType, String name) {
    assertThat(FileNames.safe("", "the-id", contentType)).isEqualTo(name);
  }

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
