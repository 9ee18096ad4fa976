package dev.recollect.imaging.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VipsLibraryTest {
  private final VipsLibrary library = VipsLibrary.load(1);

  @TempDir Path folder;

  @Test
  void saysWhatAnOldOrMissingLibraryLacks() {
    assertThatThrownBy(() -> new NativeCalls(symbol -> Optional.empty(), Optional.empty()))
        .isInstanceOf(VipsMissingException.class)
        .hasMessage("the installed libvips lacks vips_init");
  }

  @Test
  void decodesHeicWithTheSystemsLibheif() {
    assertThat(library.decodesHeic()).isTrue();
  }

  @Test
  void runsNoDecoderButThoseOfAcceptedFormats() {
    byte[] gif =
        "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;".getBytes(StandardCharsets.ISO_8859_1);
    try (VipsScope scope = library.scope()) {
      assertThatThrownBy(
              () -> scope.operation("gifload_source").with("source", scope.source(gif)).image())
          .isInstanceOf(VipsException.class)
          .hasMessageContaining("blocked");
    }
  }

  @Test
  void carriesPixelsInAndOut() throws VipsException {
    byte[] pixels = {1, 2, 3, 4, 5, 6, (byte) 200, (byte) 255, 0, 10, 11, 12};
    try (VipsScope scope = library.scope()) {
      VipsImage image = scope.image(pixels, 2, 2, 3);

      assertThat(image.width()).isEqualTo(2);
      assertThat(image.height()).isEqualTo(2);
      assertThat(image.bands()).isEqualTo(3);
      assertThat(image.then("flip").with("direction", "horizontal").image().pixels())
          .containsExactly(4, 5, 6, 1, 2, 3, 10, 11, 12, 200, 255, 0);
    }
  }

  @Test
  void setsFractions() throws VipsException {
    try (VipsScope scope = library.scope()) {
      VipsImage image = scope.image(new byte[100 * 50], 100, 50, 1);

      assertThat(image.then("resize").with("scale", 0.25).image().width()).isEqualTo(25);
    }
  }

  @Test
  void namesTheOperationAndArgumentThatAreWrong() throws VipsException {
    try (VipsScope scope = library.scope()) {
      VipsImage image = scope.image(new byte[4], 2, 2, 1);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> scope.operation("no_such"))
          .withMessageContaining("no_such");
      assertThatThrownBy(() -> image.then("flip").with("direction", "sideways"))
          .isInstanceOf(VipsException.class)
          .hasMessageContaining("flip.direction");
    }
  }

  @Test
  void reportsFilesThatCannotBeOpened() {
    try (VipsScope scope = library.scope()) {
      assertThatThrownBy(() -> scope.source(folder.resolve("gone")))
          .isInstanceOf(NoSuchFileException.class);
      assertThatIOException()
          .isThrownBy(() -> scope.target(folder.resolve("gone").resolve("out.jpg")))
          .withMessageContaining("out.jpg");
    }
  }
}
