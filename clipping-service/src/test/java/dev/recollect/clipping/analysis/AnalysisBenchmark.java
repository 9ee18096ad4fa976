package dev.recollect.clipping.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.clipping.TestFaces;
import dev.recollect.clipping.domain.Tracker;
import dev.recollect.clipping.domain.TrackingRules;
import dev.recollect.video.Ffmpeg;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Run by {@code bench/analysis.sh}; its name keeps it out of the build's tests. */
class AnalysisBenchmark {
  private static final int SECONDS = 60;
  private static final int ROUNDS = 2;

  private final Ffmpeg ffmpeg = TestVideos.ffmpeg();
  private final FrameSampler sampler =
      new FrameSampler(ffmpeg, SamplingSettings.DEFAULTS, Duration.ofMinutes(10));
  private VideoInfo info;
  private Path video;

  /** What the pass is measured against: pictures go nowhere, or come from memory. */
  private static final class Kept implements AnalysisStage {
    private final List<Sample> samples = new ArrayList<>();

    @Override
    public void see(Sample sample) {
      samples.add(sample);
    }
  }

  @Test
  void passAgainstDecodingAndInference() throws Exception {
    Path folder = TestFaces.portraits().orElseThrow();
    Path small = TestFaces.video(new TestFaces.Scene(folder.resolve("obama.jpg"), 10));
    video =
        TestVideos.make(
            "people-1080p.mp4",
            "-stream_loop",
            "-1",
            "-i",
            small.toString(),
            "-t",
            Integer.toString(SECONDS),
            "-vf",
            "scale=1920:1080",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast");
    info = new VideoProbe(ffmpeg).probe(VideoInput.file(video));

    double decoding = Double.MAX_VALUE;
    double inference = Double.MAX_VALUE;
    double pass = Double.MAX_VALUE;
    double numbers = Double.MAX_VALUE;
    int sightings = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Kept kept = new Kept();
      long start = System.nanoTime();
      run(kept);
      decoding = Math.min(decoding, since(start));

      FaceStage alone = faces();
      start = System.nanoTime();
      kept.samples.forEach(alone::see);
      inference = Math.min(inference, since(start));

      FaceStage stage = faces();
      start = System.nanoTime();
      run(stage);
      pass = Math.min(pass, since(start));
      FaceStage below = faces();
      BibStage bibs =
          new BibStage(
              TestFaces.bibReader(), new BibRules(Duration.ofSeconds(1), 20), below::inPicture);
      start = System.nanoTime();
      run(below, bibs);
      numbers = Math.min(numbers, since(start));
      sightings = stage.finish().stream().mapToInt(t -> t.sightings().size()).sum();
    }
    assertThat(sightings).isGreaterThanOrEqualTo(2 * SECONDS);
    String table =
        String.format(
            Locale.ROOT,
            "%d s of 1080p25, one face, 2 pictures a second; best of %d; %d cores%n"
                + "decoding alone %.1f s, inference alone %.1f s, the pass %.1f s%n"
                + "rate against decoding and inference one after the other: %.2f%n"
                + "times real time: %.1f%n"
                + "the pass with bibs, looked for every second: %.1f s%n",
            SECONDS,
            ROUNDS,
            Runtime.getRuntime().availableProcessors(),
            decoding,
            inference,
            pass,
            (decoding + inference) / pass,
            SECONDS / pass,
            numbers);
    Files.writeString(Path.of("target", "analysis-benchmark.txt"), table);
  }

  private void run(AnalysisStage... stages) throws Exception {
    new AnalysisPass(sampler)
        .run(
            VideoInput.file(video),
            info,
            new Chunk(0, Duration.ZERO, Duration.ofHours(1)),
            List.of(stages));
  }

  private static FaceStage faces() {
    return new FaceStage(
        TestFaces.detector(), TestFaces.embedder(), new Tracker(TrackingRules.forModel(0.42)));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
