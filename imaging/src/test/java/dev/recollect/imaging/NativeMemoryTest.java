package dev.recollect.imaging;

import static dev.recollect.imaging.TestImages.DECODER;
import static dev.recollect.imaging.TestImages.flat;
import static dev.recollect.imaging.TestImages.jpeg;
import static dev.recollect.imaging.TestImages.png;
import static dev.recollect.imaging.TestImages.quarters;
import static dev.recollect.imaging.TestImages.webp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recollect.imaging.vips.VipsImage;
import dev.recollect.imaging.vips.VipsMemory;
import dev.recollect.imaging.vips.VipsScope;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NativeMemoryTest {
  private static final int ROUNDS = 60;

  @TempDir Path folder;

  @Test
  void isAllGivenBackAfterHundredsOfImagesGoodAndBad() throws Exception {
    byte[] jpeg = jpeg(quarters(400, 300));
    byte[] damaged = TestImages.damagedJpeg();
    byte[] png = png(quarters(400, 300));
    byte[] webp = webp(quarters(400, 300));
    byte[] overlay = png(flat(40, 20, Color.RED));
    var stamp = new Stamp(overlay, overlay, StampPosition.TOP, 0.5, 0.5, 0);
    var writer =
        new RenditionWriter(TestImages.ENGINE, TestImages.PROBE, RenditionSettings.DEFAULT);
    Path file = Files.write(folder.resolve("photo.jpg"), jpeg);

    for (int i = 0; i < ROUNDS; i++) {
      DECODER.decode(jpeg, 200);
      DECODER.decode(file, List.of(DecodeSize.atMost(300), DecodeSize.atMost(500)));
      DECODER.decode(png, 200);
      DECODER.decode(webp, 200);
      assertThatThrownBy(() -> DECODER.decode(damaged, 200))
          .isInstanceOf(ImageRejectedException.class);
      writer.write(
          file, folder.resolve("large.jpg"), folder.resolve("small.jpg"), Optional.of(stamp));
    }

    awaitNothingHeld();
  }

  @Test
  void isAllGivenBackByManyThreadsAtOnceWhichGetTheRightPixels() throws Exception {
    byte[] jpeg = jpeg(quarters(400, 300));
    byte[] expected = DECODER.decode(jpeg, 200).rgb();

    try (var pool = Executors.newFixedThreadPool(4)) {
      var decoded = new ArrayList<Future<Pixels>>();
      for (int i = 0; i < 200; i++) {
        decoded.add(pool.submit((Callable<Pixels>) () -> DECODER.decode(jpeg, 200)));
      }
      for (Future<Pixels> each : decoded) {
        assertThat(each.get().rgb()).isEqualTo(expected);
      }
    }

    awaitNothingHeld();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void staysSmallForAHundredMegapixelJpeg() throws Exception {
    Path photo = folder.resolve("photo.jpg");
    try (VipsScope scope = TestImages.ENGINE.library().scope()) {
      VipsImage black =
          scope
              .operation("black")
              .with("width", 11_600)
              .with("height", 8_700)
              .with("bands", 3)
              .image();
      black
          .then("copy")
          .with("interpretation", "srgb")
          .image()
          .then("jpegsave_target")
          .with("target", scope.target(photo))
          .run();
    }
    var writer =
        new RenditionWriter(TestImages.ENGINE, TestImages.PROBE, RenditionSettings.DEFAULT);
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    long before = kibibytes("VmRSS");

    Renditions renditions =
        writer.write(
            photo, folder.resolve("large.jpg"), folder.resolve("small.jpg"), Optional.empty());

    assertThat(renditions.large()).isEqualTo(new ImageSize(2048, 1536));
    // 300 MB would be the unfolded photo; what is needed is some rows, the preview (9 MB) and the
    // small one.
    assertThat(kibibytes("VmHWM") - before).isLessThan(100 * 1024);
  }

  /** libvips' helper threads give back what is theirs a moment after the work is done. */
  private static void awaitNothingHeld() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              VipsMemory memory = TestImages.ENGINE.memory();
              assertThat(List.<Number>of(memory.bytes(), memory.allocations(), memory.files()))
                  .containsExactly(0L, 0, 0);
            });
  }

  private static long kibibytes(String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IllegalStateException(field);
  }
}
