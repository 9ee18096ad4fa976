package dev.recollect.clipping.cut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.video.Packet;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Run by {@code bench/cut.sh}; its name keeps it out of the build's tests. */
class CutBenchmark {
  private static final double START = 13.37;

  /** Just past the second keyframe of a group of 250 pictures: there is hardly a longer head. */
  private static final double UNLUCKY_START = 8.37;

  private static final int ROUNDS = 2;

  @Test
  void copyingAgainstEncoding() throws Exception {
    StringBuilder table = new StringBuilder();
    table.append("30 s clip of 60 s 1080p30 H.264 + AAC; best of ").append(ROUNDS).append("; ");
    table.append(Runtime.getRuntime().availableProcessors()).append(" cores\n");
    table.append("keyframe every   start   encoded   copied   factor   pictures copied\n");
    table.append(row(30, START)).append(row(60, START));
    table.append(row(250, START)).append(row(250, UNLUCKY_START));
    Files.writeString(Path.of("target", "cut-benchmark.txt"), table);
  }

  private static Path source(int group) throws Exception {
    return TestVideos.make(
        "bench-" + group + ".mp4",
        ("-f lavfi -i testsrc2=size=1920x1080:rate=30 -f lavfi -i sine -t 60 -c:v libx264"
                + " -preset veryfast -bf 3 -g "
                + group
                + " -c:a aac")
            .split(" ", -1));
  }

  private static String row(int group, double start) throws Exception {
    Path source = source(group);
    ClipCutter cutter = new ClipCutter(TestVideos.ffmpeg(), EncoderSettings.defaults());
    List<Packet> packets = new ArrayList<>();
    ClipRequest request =
        new ClipRequest(
            VideoInput.file(source),
            new VideoProbe(TestVideos.ffmpeg()).probe(VideoInput.file(source), packets::add),
            (from, to) -> packets,
            start,
            start + 30,
            Optional.empty(),
            TestVideos.folder("bench").resolve("clip.mp4"));
    double encoded = Double.MAX_VALUE;
    double copied = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long begin = System.nanoTime();
      cutter.cutByEncoding(request, progress -> {});
      long middle = System.nanoTime();
      Clip clip = cutter.cut(request, progress -> {});
      encoded = Math.min(encoded, (middle - begin) / 1e9);
      copied = Math.min(copied, (System.nanoTime() - middle) / 1e9);
      assertThat(clip.method()).isEqualTo(Clip.Method.COPIED);
      assertThat(clip.frames()).isEqualTo(900);
    }
    int first = (int) Math.ceil(start * 30);
    long same =
        FrameComparison.psnr(source, "null", request.output(), first, 900).stream()
            .filter(db -> db == Double.POSITIVE_INFINITY)
            .count();
    return String.format(
        Locale.ROOT,
        "%11.1f s %7.2f %9.2f s %6.2f s %7.1fx %10d of 900%n",
        group / 30.0,
        start,
        encoded,
        copied,
        encoded / copied,
        same);
  }
}
