package dev.recollect.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenditionWriterTest {
  private final RenditionWriter writer =
      new RenditionWriter(TestImages.ENGINE, TestImages.PROBE, RenditionSettings.DEFAULT);

  @TempDir Path folder;

  @Test
  void writesALargePreviewAndAThumbnail() throws Exception {
    Path original = folder.resolve("original.jpg");
    ImageIO.write(
        new BufferedImage(3000, 2000, BufferedImage.TYPE_INT_RGB), "jpg", original.toFile());

    Renditions renditions =
        writer.write(original, folder.resolve("l.jpg"), folder.resolve("s.jpg"), Optional.empty());

    assertThat(renditions)
        .isEqualTo(
            new Renditions(
                new ImageInfo(ImageFormat.JPEG, 3000, 2000, 1),
                new ImageSize(2048, 1365),
                new ImageSize(480, 320)));
    assertThat(sizeOf("l.jpg")).isEqualTo(renditions.large());
    assertThat(sizeOf("s.jpg")).isEqualTo(renditions.small());
  }

  private ImageSize sizeOf(String name) throws IOException {
    BufferedImage image = ImageIO.read(Files.newInputStream(folder.resolve(name)));
    return new ImageSize(image.getWidth(), image.getHeight());
  }
}
