package dev.recollect.download.original;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.recollect.download.DownloadMetrics;
import dev.recollect.download.domain.Original;
import dev.recollect.download.domain.Original.StoredFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives beyond what memory and the classic format hold. */
class ArchiveSizeTest {
  private static final byte[] PHOTO = {1, 2, 3};

  @Test
  void morePhotosThanTheClassicFormatCountsAreInAZip64(@TempDir Path folder) throws IOException {
    int total = 66_000;
    Archive archive =
        new Archive(
            batch(1, total),
            IntStream.rangeClosed(2, (total - 1) / OriginalFinder.BATCH + 1)
                .mapToObj(number -> batch(number, total))
                .iterator(),
            new ByteArrayInputStream(PHOTO),
            photo -> Optional.of(new ByteArrayInputStream(PHOTO)),
            new DownloadMetrics(new SimpleMeterRegistry()));
    Path file = folder.resolve("large.zip");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      archive.writeTo(out, () -> {});
    }

    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.size()).isEqualTo(total);
      assertThat(zip.getInputStream(zip.getEntry("66000.jpg")).readAllBytes()).isEqualTo(PHOTO);
    }
  }

  @Test
  void memoryDoesNotGrowWithThePhotos() throws IOException {
    long small = allocatedFor(1 << 20);
    long large = allocatedFor(200 << 20);

    assertThat(large - small).isLessThan(2 << 20);
  }

  /** Bytes that this thread allocates while it archives one photo of a size. */
  private static long allocatedFor(int bytes) throws IOException {
    StoredFile file = new StoredFile("originals", "key", bytes, "a.jpg", Optional.empty());
    List<Original> one = List.of(new Original("1", Optional.of(file)));
    Archive archive =
        new Archive(
            one,
            Collections.emptyIterator(),
            new Zeros(bytes),
            missing -> Optional.empty(),
            new DownloadMetrics(new SimpleMeterRegistry()));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    archive.writeTo(OutputStream.nullOutputStream(), () -> {});
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static List<Original> batch(int number, int total) {
    int first = (number - 1) * OriginalFinder.BATCH + 1;
    int last = Math.min(total, number * OriginalFinder.BATCH);
    return IntStream.rangeClosed(first, last).mapToObj(ArchiveSizeTest::photo).toList();
  }

  private static Original photo(int number) {
    return new Original(
        Integer.toString(number),
        Optional.of(
            new StoredFile("originals", "key", PHOTO.length, number + ".jpg", Optional.empty())));
  }

  private static final class Zeros extends InputStream {
    private int left;

    Zeros(int bytes) {
      this.left = bytes;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int given = Math.min(left, length);
      left -= given;
      return given == 0 ? -1 : given;
    }
  }
}
