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
  private static final int ROUNDS = 2;

  @Test
  void copyingAgainstEncoding() throws Exception {
    StringBuilder table = new StringBuilder();
    table.append("30 s clip of 60 s 1080p30 H.264 + AAC; best of ").append(ROUNDS).append("; ");
    table.append(Runtime.getRuntime().availableProcessors()).append(" cores\n");
    table.append("keyframe every   encoded   copied   factor   pictures copied\n");
    for (int group : new int[] {30, 60, 250}) {
      Path source =
          TestVideos.make(
              "bench-" + group + ".mp4",
              ("-f lavfi -i testsrc2=size=1920x1080:rate=30 -f lavfi -i sine -t 60 -c:v libx264"
                      + " -preset veryfast -bf 3 -g "
                      + group
                      + " -c:a aac")
                  .split(" ", -1));
      String row = row(source, group);
      System.out.print(row);
      table.append(row);
    }
    Files.writeString(Path.of("target", "cut-benchmark.txt"), table);
  }

  private static String row(Path source, int group) throws Exception {
    ClipCutter cutter = new ClipCutter(TestVideos.ffmpeg(), EncoderSettings.defaults());
    List<Packet> packets = new ArrayList<>();
    ClipRequest request =
        new ClipRequest(
            VideoInput.file(source),
            new VideoProbe(TestVideos.ffmpeg()).probe(VideoInput.file(source), packets::add),
            (from, to) -> packets,
            START,
            START + 30,
            Optional.empty(),
            TestVideos.folder("bench").resolve("clip.mp4"));
    double encoded = Double.MAX_VALUE;
    double copied = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      cutter.cutByEncoding(request, progress -> {});
      long middle = System.nanoTime();
      Clip clip = cutter.cut(request, progress -> {});
      encoded = Math.min(encoded, (middle - start) / 1e9);
      copied = Math.min(copied, (System.nanoTime() - middle) / 1e9);
      assertThat(clip.method()).isEqualTo(Clip.Method.COPIED);
      assertThat(clip.frames()).isEqualTo(900);
    }
    int first = (int) Math.ceil(START * 30);
    long same =
        FrameComparison.psnr(source, "null", request.output(), first, 900).stream()
            .filter(db -> db == Double.POSITIVE_INFINITY)
            .count();
    return String.format(
        Locale.ROOT,
        "%11.1f s %9.2f s %6.2f s %7.1fx %10d of 900%n",
        group / 30.0,
        encoded,
        copied,
        encoded / copied,
        same);
  }
}
