package dev.recollect.kit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadNameTest {

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
    assertThat(DownloadName.of(uploaded, "the-id", "image/jpeg")).isEqualTo(safe);
  }

  @Test
  void removesControlCharactersAndKeepsTheEndOfALongName() {
    assertThat(DownloadName.of("a\r\nb.jpg", "the-id", "image/jpeg")).isEqualTo("a__b.jpg");
    assertThat(DownloadName.of("x".repeat(300) + ".jpg", "the-id", "image/jpeg"))
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
    assertThat(DownloadName.of("", "the-id", contentType)).isEqualTo(name);
    assertThat(DownloadName.of(null, "the-id", contentType)).isEqualTo(name);
  }
}
