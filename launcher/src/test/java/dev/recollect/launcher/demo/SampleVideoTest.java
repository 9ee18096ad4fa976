package dev.recollect.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegLimits;
import dev.recollect.video.FfmpegTools;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoProbe;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleVideoTest {
  @TempDir private Path folder;

  @Test
  void theVideoIsMadeOnceAndIsOneThatTheSuiteAccepts() throws Exception {
    BufferedImage grey = new BufferedImage(1920, 1350, BufferedImage.TYPE_INT_RGB);
    for (String name : new String[] {"demo-3.jpg", "demo-5.jpg"}) {
      ImageIO.write(grey, "jpg", folder.resolve(name).toFile());
    }
    Path file = folder.resolve("video.mp4");

    SampleVideo.write(folder, file);

    Ffmpeg ffmpeg =
        new Ffmpeg(
            FfmpegTools.find(Optional.empty(), System.getenv("PATH")),
            new FfmpegLimits(Duration.ofMinutes(1), 4L << 30, 1L << 20));
    VideoInfo info = new VideoProbe(ffmpeg).probe(VideoInput.file(file));
    assertThat(info.duration()).isEqualTo(Duration.ofSeconds(20));
    assertThat(info.frames()).isEqualTo(500);
    assertThat(info.video().width()).isEqualTo(1280);
    assertThat(info.video().height()).isEqualTo(720);
    FileTime made = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, made);
    SampleVideo.write(folder, file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(made);
  }
}
