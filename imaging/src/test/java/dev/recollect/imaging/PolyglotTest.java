package dev.recollect.imaging;

import static dev.recollect.imaging.TestImages.PROBE;
import static dev.recollect.imaging.TestImages.ascii;
import static dev.recollect.imaging.TestImages.heic;
import static dev.recollect.imaging.TestImages.inserted;
import static dev.recollect.imaging.TestImages.joined;
import static dev.recollect.imaging.TestImages.jpeg;
import static dev.recollect.imaging.TestImages.png;
import static dev.recollect.imaging.TestImages.quarters;
import static dev.recollect.imaging.TestImages.webp;
import static dev.recollect.imaging.TestImages.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recollect.imaging.ImageRejectedException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What may follow or hide in an image, and what may not. */
class PolyglotTest {
  private static final byte[] JPEG = jpeg(quarters(64, 32));
  private static final byte[] FILM = ascii("\0\0\0\20ftypmp42\0\0\0\0\0\0\0\14mdat1234");
  private static final int SOI_BYTES = 2;

  @ParameterizedTest(name = "{0}")
  @MethodSource("trailersOfCamerasAndTools")
  void acceptsWhatCamerasAndToolsAppendToAJpeg(String name, byte[] trailer) throws Exception {
    assertThat(PROBE.probe(joined(JPEG, trailer)))
        .isEqualTo(new ImageInfo(ImageFormat.JPEG, 64, 32, 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("somethingElse")
  void refusesAJpegFollowedBySomethingElse(String name, byte[] trailer) {
    assertThat(refusal(joined(JPEG, trailer)))
        .hasMessage(
            "The image ends after %d bytes, but %d bytes of something else follow. Please save the"
                + " photo anew and send that.",
            JPEG.length, trailer.length)
        .extracting(ImageRejectedException::reason)
        .isEqualTo(Reason.TRAILING_DATA);
  }

  @Test
  void refusesOtherFormatsFollowedByAnything() {
    var image = quarters(64, 32);
    for (byte[] picture : new byte[][] {png(image), webp(image), heic(image)}) {
      assertThat(refusal(joined(picture, zip())).reason()).isEqualTo(Reason.TRAILING_DATA);
      assertThat(refusal(joined(picture, ascii("<html></html>"))).reason())
          .isEqualTo(Reason.TRAILING_DATA);
    }
  }

  @Test
  void refusesAZipInsideAnotherwiseCorrectJpeg() {
    byte[] archive = zip();
    byte[] jpeg = inserted(JPEG, SOI_BYTES, comment(archive));
    int directoryEnd = SOI_BYTES + 4 + archive.length;
    claimAsComment(jpeg, directoryEnd);

    assertThat(refusal(jpeg))
        .hasMessage("The file is an image and a ZIP archive at the same time.")
        .extracting(ImageRejectedException::reason)
        .isEqualTo(Reason.TRAILING_DATA);
  }

  @Test
  void refusesAZipInsideATrailerThatIsAccepted() {
    byte[] archive = zip();
    byte[] jpeg = joined(JPEG, samsung(archive));
    claimAsComment(jpeg, JPEG.length + archive.length);

    assertThat(refusal(jpeg))
        .hasMessage("The file is an image and a ZIP archive at the same time.");
  }

  @Test
  void refusesAPdfInsideAnOtherwiseCorrectJpeg() {
    assertThat(refusal(inserted(JPEG, SOI_BYTES, comment(ascii("%PDF-1.7 ...")))))
        .hasMessage("The file is an image and a PDF document at the same time.");
  }

  @Test
  void acceptsCommentsThatMerelyMentionAZip() throws Exception {
    byte[] jpeg =
        inserted(JPEG, SOI_BYTES, comment(ascii("PK\3\4 and PK\5\6 in a caption, no more")));

    assertThat(PROBE.probe(jpeg).width()).isEqualTo(64);
  }

  @Test
  void findsAPictureBehindTheFirstThatIsCutOff() {
    byte[] cut = java.util.Arrays.copyOf(JPEG, JPEG.length - 10);

    assertThat(refusal(joined(JPEG, cut)).reason()).isEqualTo(Reason.TRUNCATED);
  }

  static Stream<Arguments> trailersOfCamerasAndTools() {
    byte[] second = jpeg(quarters(32, 16));
    return Stream.of(
        Arguments.of("zeros", new byte[700]),
        Arguments.of("fill bytes", ascii("\u00ff".repeat(300))),
        Arguments.of("zeros, then fill bytes", joined(new byte[9], ascii("\u00ff\u00ff"))),
        Arguments.of("a second picture", second),
        Arguments.of("two aligned pictures", joined(second, new byte[37], second, new byte[5])),
        Arguments.of("a film", FILM),
        Arguments.of("a gain map and a film", joined(second, FILM)),
        Arguments.of("a Samsung trailer", samsung(FILM)),
        Arguments.of("a picture and a Samsung trailer", joined(second, samsung(ascii("{}")))),
        Arguments.of("a Photo Mechanic trailer", photoMechanic()),
        Arguments.of("a Canon trailer", canon()),
        Arguments.of(
            "a film, Canon's and Photo Mechanic's", joined(FILM, canon(), photoMechanic())));
  }

  static Stream<Arguments> somethingElse() {
    return Stream.of(
        Arguments.of("a ZIP", zip()),
        Arguments.of("HTML", ascii("<html><script>alert(1)</script></html>")),
        Arguments.of("PHP", ascii("<?php system($_GET['c']); ?>")),
        Arguments.of("one byte", ascii("x")),
        Arguments.of("a program", ascii("\u007fELF\2\1\1\0")),
        Arguments.of("a RAR", ascii("Rar!\32\7\1\0")),
        Arguments.of("zeros and HTML", joined(new byte[10], ascii("<html>"))),
        Arguments.of("fill bytes and HTML", joined(ascii("\u00ff\u00ff"), ascii("<html>"))),
        Arguments.of("HTML before a film", joined(ascii("<html>"), FILM)),
        Arguments.of("HTML with Samsung's last word", ascii("<html><!-- SEFT")),
        Arguments.of("a film and a word", joined(FILM, ascii("tail"))));
  }

  /**
   * A block, a directory with one entry that points back at it, the directory's length and SEFT.
   */
  private static byte[] samsung(byte[] block) {
    ByteBuffer directory = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    directory.put(ascii("SEFH")).putInt(107).putInt(1);
    directory
        .putShort((short) 0)
        .putShort((short) 0x0A30)
        .putInt(block.length)
        .putInt(block.length);
    directory.putInt(24).put(ascii("SEFT"));
    return joined(block, directory.array());
  }

  private static byte[] photoMechanic() {
    byte[] data = new byte[500];
    return joined(data, ByteBuffer.allocate(4).putInt(data.length).array(), ascii("cbipcbbl"));
  }

  private static byte[] canon() {
    byte[] data = new byte[200];
    ByteBuffer header = ByteBuffer.allocate(0x1C).put(ascii("CANON OPTIONAL DATA\0"));
    ByteBuffer footer = ByteBuffer.allocate(0x40).put(ascii("CANON OPTIONAL DATA\0"));
    footer.putInt(data.length);
    return joined(header.array(), data, footer.array());
  }

  private static byte[] comment(byte[] text) {
    ByteBuffer segment = ByteBuffer.allocate(4 + text.length);
    return segment.putShort((short) 0xFFFE).putShort((short) (2 + text.length)).put(text).array();
  }

  /** Makes all that follows a ZIP's directory its comment, as archive tools ask for. */
  private static void claimAsComment(byte[] file, int directoryEnd) {
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(directoryEnd - 2, (short) (file.length - directoryEnd));
  }

  private static ImageRejectedException refusal(byte[] image) {
    return catchThrowableOfType(ImageRejectedException.class, () -> PROBE.probe(image));
  }
}
