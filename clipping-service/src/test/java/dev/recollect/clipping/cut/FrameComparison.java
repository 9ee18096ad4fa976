package dev.recollect.clipping.cut;

import dev.recollect.video.TestVideos;
import dev.recollect.video.ToolRun;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Compares decoded pictures of a clip with those of its source. */
final class FrameComparison {
  private FrameComparison() {}

  /**
   * Decodes both, in full, and compares picture by picture.
   *
   * @param filter applied to the source's pictures first, such as a rotation; may be "null"
   * @param first number of the source's picture that the clip begins with
   * @return peak signal-to-noise ratio of each picture in dB; infinite for identical ones
   */
  static List<Double> psnr(Path source, String filter, Path clip, int first, int frames)
      throws Exception {
    String graph =
        ("[0:V:0]trim=start_frame=%d:end_frame=%d,%s,settb=1/1000,setpts=N*40[s];"
                + "[1:V:0]settb=1/1000,setpts=N*40[c];[s][c]psnr=stats_file=-")
            .formatted(first, first + frames, filter);
    List<Double> values = new ArrayList<>();
    for (String line : lines("-i", source, "-i", clip, "-lavfi", graph, "-f", "null", "-")) {
      String value = line.replaceFirst(".*psnr_avg:(\\S+).*", "$1");
      values.add(value.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value));
    }
    return values;
  }

  /** How many pictures can be decoded, without a single complaint. */
  static int decodedFrames(Path clip) throws Exception {
    List<String> lines = lines("-xerror", "-i", clip, "-map", "0:V:0", "-f", "framemd5", "-");
    return (int) lines.stream().filter(line -> !line.startsWith("#")).count();
  }

  private static List<String> lines(Object... arguments) throws Exception {
    List<String> all = new ArrayList<>();
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    try (ToolRun run = TestVideos.ffmpeg().open(all, Duration.ofSeconds(60));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(run.output(), StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      run.awaitSuccess();
      if (!run.log().isEmpty()) {
        throw new AssertionError("the decoder complains: " + run.log());
      }
      return lines;
    }
  }
}
