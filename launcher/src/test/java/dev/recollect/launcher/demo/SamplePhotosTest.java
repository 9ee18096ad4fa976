package dev.recollect.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.embedded.StartFailedException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.imaging.Imaging;
import org.apache.commons.imaging.formats.jpeg.JpegImageMetadata;
import org.apache.commons.imaging.formats.tiff.constants.ExifTagConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With plain grey images in the place of the samples, which set-up fetches. */
class SamplePhotosTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeSamples() throws IOException {
    BufferedImage grey = new BufferedImage(1920, 1280, BufferedImage.TYPE_INT_RGB);
    grey.createGraphics().fillRect(0, 0, 1, 1);
    for (int i = 1; i <= 6; i++) {
      ImageIO.write(grey, "jpg", folder.resolve("sample" + i + ".jpg").toFile());
    }
  }

  @Test
  void aPhotoCarriesItsBibsAndItsCaptureTime() throws IOException {
    Path photos = folder.resolve("photos");

    SamplePhotos.write(folder, photos);

    try (Stream<Path> files = Files.list(photos)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "demo-1.jpg", "demo-2.jpg", "demo-3.jpg", "demo-4.jpg", "demo-5.jpg", "demo-6.jpg");
    }
    BufferedImage image = ImageIO.read(photos.resolve("demo-3.jpg").toFile());
    assertThat(brightness(image, 1215 - 110, 880)).as("sheet").isGreaterThan(240);
    assertThat(brightness(image, 100, 100)).as("elsewhere").isLessThan(15);
    JpegImageMetadata metadata =
        (JpegImageMetadata) Imaging.getMetadata(photos.resolve("demo-3.jpg").toFile());
    assertThat(metadata.getExif().getFieldValue(ExifTagConstants.EXIF_TAG_DATE_TIME_ORIGINAL))
        .containsExactly("2026:06:14 10:03:47");
    assertThat(metadata.getExif().getAllFields())
        .anySatisfy(
            field -> {
              assertThat(field.getTag()).isEqualTo(0x9011);
              assertThat(field.getStringValue()).isEqualTo("+02:00");
            });
  }

  @Test
  void theSameBytesComeOutEveryTimeAndWhatIsThereStays() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    SamplePhotos.write(folder, first);
    SamplePhotos.write(folder, second);
    Path photo = first.resolve("demo-1.jpg");
    assertThat(second.resolve("demo-1.jpg")).hasSameBinaryContentAs(photo);

    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(photo, old);
    SamplePhotos.write(folder, first);

    assertThat(Files.getLastModifiedTime(photo)).isEqualTo(old);
  }

  @Test
  void aMissingSampleIsNamed() throws IOException {
    Files.delete(folder.resolve("sample4.jpg"));

    assertThatThrownBy(() -> SamplePhotos.write(folder, folder.resolve("photos")))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("sample4.jpg is missing");
  }

  @Test
  void theSelfieIsAFaceSizedPart() throws IOException {
    Path selfie = folder.resolve("selfie.jpg");

    SamplePhotos.writeSelfie(folder, selfie);

    BufferedImage image = ImageIO.read(selfie.toFile());
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(480, 480);
  }

  private static int brightness(BufferedImage image, int x, int y) {
    Color color = new Color(image.getRGB(x, y));
    return (color.getRed() + color.getGreen() + color.getBlue()) / 3;
  }
}
