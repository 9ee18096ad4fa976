package dev.recollect.imaging;

import static dev.recollect.imaging.TestImages.ascii;
import static dev.recollect.imaging.TestImages.flat;
import static dev.recollect.imaging.TestImages.inserted;
import static dev.recollect.imaging.TestImages.joined;
import static dev.recollect.imaging.TestImages.jpeg;
import static dev.recollect.imaging.TestImages.oriented;
import static dev.recollect.imaging.TestImages.png;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExifBlockTest {
  private static final byte[] PLAIN = jpeg(flat(64, 32, Color.GRAY));

  @TempDir Path folder;

  static Stream<Arguments> orientedImages() {
    return Stream.of(
        Arguments.of(ImageFormat.JPEG, oriented(6, "jpegsave")),
        Arguments.of(ImageFormat.WEBP, oriented(6, "webpsave")),
        Arguments.of(ImageFormat.HEIC, oriented(6, "heifsave", "compression=hevc")),
        Arguments.of(ImageFormat.PNG, PngBuilder.oriented(png(flat(64, 32, Color.GRAY)), 6)));
  }

  @ParameterizedTest
  @MethodSource("orientedImages")
  void isFoundInEachFormatFromItsByteOrderMarkOn(ImageFormat format, byte[] image)
      throws Exception {
    assertThat(new String(find(format, image).orElseThrow(), 0, 2, "US-ASCII")).isIn("II", "MM");
  }

  @Test
  void isAbsentFromAnImageWithoutAny() throws Exception {
    assertThat(find(ImageFormat.JPEG, PLAIN)).isEmpty();
    assertThat(find(ImageFormat.PNG, png(flat(64, 32, Color.GRAY)))).isEmpty();
  }

  @Test
  void isTheFirstOfAJpegWhateverOtherSegmentsSay() throws Exception {
    byte[] xmp = segment("http://ns.adobe.com/xap/1.0/\0<x/>");
    byte[] image =
        inserted(PLAIN, 2, joined(xmp, segment("Exif\0\0MM-first"), segment("Exif\0\0MM-second")));

    assertThat(find(ImageFormat.JPEG, image)).hasValue(ascii("MM-first"));
  }

  @Test
  void countsAsNoneWhenItIsLargerThanAnyCameraWrites() throws Exception {
    byte[] start = ascii("RIFF\0\0\0\0WEBPEXIF");
    byte[] size = new byte[] {1, 0, 0x10, 0};

    byte[] image = joined(start, size, new byte[ExifBlock.MOST_BYTES + 2]);

    assertThat(find(ImageFormat.WEBP, image)).isEmpty();
  }

  @Test
  void countsAsNoneWhenItClaimsMoreThanTheFileHas() throws Exception {
    byte[] image = inserted(PLAIN, 2, ascii("\u00ff\u00e1\u00ff\u00ffExif\0\0MM"));

    assertThat(find(ImageFormat.JPEG, image)).isEmpty();
  }

  private Optional<byte[]> find(ImageFormat format, byte[] image) throws Exception {
    return ExifBlock.find(Files.write(folder.resolve("image"), image), format);
  }

  private static byte[] segment(String content) {
    return ByteBuffer.allocate(4 + content.length())
        .putShort((short) 0xFFE1)
        .putShort((short) (2 + content.length()))
        .put(ascii(content))
        .array();
  }
}
