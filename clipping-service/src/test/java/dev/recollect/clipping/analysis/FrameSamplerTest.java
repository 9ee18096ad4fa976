package dev.recollect.clipping.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.imaging.Pixels;
import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoInput.StoredObject;
import dev.recollect.video.VideoProbe;
import dev.recollect.video.VideoServer;
import dev.recollect.video.VideoServer.Behaviour;
import dev.recollect.video.VideoUnreachableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FrameSamplerTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Chunk ALL = new Chunk(0, Duration.ZERO, Duration.ofHours(1));

  private final Ffmpeg ffmpeg = TestVideos.ffmpeg();

  private static final class Collected implements AnalysisStage {
    private final List<Sample> samples = new ArrayList<>();

    @Override
    public void see(Sample sample) {
      samples.add(sample);
    }
  }

  private List<Sample> samples(Path video, SamplingSettings settings, Chunk chunk)
      throws Exception {
    VideoInfo info = new VideoProbe(ffmpeg).probe(VideoInput.file(video));
    Collected first = new Collected();
    Collected second = new Collected();
    int seen =
        new AnalysisPass(new FrameSampler(ffmpeg, settings, LIMIT))
            .run(VideoInput.file(video), info, chunk, List.of(first, second));
    assertThat(second.samples).isEqualTo(first.samples).hasSize(seen);
    return first.samples;
  }

  private static List<Long> millis(List<Sample> samples) {
    return samples.stream().map(sample -> sample.time().toMillis()).toList();
  }

  @Test
  void takesTwoPicturesASecond() throws Exception {
    List<Sample> samples = samples(TestVideos.pattern(4), SamplingSettings.DEFAULTS, ALL);
    assertThat(millis(samples)).containsExactly(0L, 500L, 1000L, 1500L, 2000L, 2500L, 3000L, 3500L);
    assertThat(samples).noneMatch(Sample::beginsShot);
    assertThat(samples).allMatch(s -> s.pixels().width() == 320 && s.pixels().height() == 180);
  }

  @Test
  void chunksTogetherGiveWhatTheWholeGives() throws Exception {
    Path video = TestVideos.pattern(4);
    List<Sample> whole = samples(video, SamplingSettings.DEFAULTS, ALL);
    List<Sample> parts = new ArrayList<>();
    for (Chunk chunk : Chunk.of(Duration.ofSeconds(4), Duration.ofSeconds(1))) {
      parts.addAll(samples(video, SamplingSettings.DEFAULTS, chunk));
    }
    assertSame(parts, whole);
  }

  private static void assertSame(List<Sample> samples, List<Sample> expected) {
    assertThat(millis(samples)).isEqualTo(millis(expected));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Arrays.equals(samples.get(i).pixels().rgb(), expected.get(i).pixels().rgb()))
          .as("picture %d", i)
          .isTrue();
    }
  }

  @Test
  void takesTheFirstPictureOfEachShotToo() throws Exception {
    Path cuts =
        TestVideos.make(
            "cuts.mp4",
            "-f",
            "lavfi",
            "-i",
            "color=red:s=320x180:r=25:d=1.4,format=yuv420p",
            "-f",
            "lavfi",
            "-i",
            "color=white:s=320x180:r=25:d=1.4,format=yuv420p",
            "-f",
            "lavfi",
            "-i",
            "color=blue:s=320x180:r=25:d=0.8,format=yuv420p",
            "-filter_complex",
            "[0][1][2]concat=n=3");
    List<Sample> samples = samples(cuts, SamplingSettings.DEFAULTS, ALL);
    assertThat(millis(samples))
        .containsExactly(0L, 520L, 1000L, 1400L, 1520L, 2000L, 2520L, 2800L, 3000L, 3520L);
    assertThat(samples.stream().filter(Sample::beginsShot).map(s -> s.time().toMillis()))
        .containsExactly(1400L, 2800L);
    assertThat(color(samples.get(2).pixels())).isEqualTo("red");
    assertThat(color(samples.get(3).pixels())).isEqualTo("white");
    assertThat(color(samples.get(7).pixels())).isEqualTo("blue");
  }

  private static String color(Pixels pixels) {
    int at = 3 * (pixels.width() * (pixels.height() / 2) + pixels.width() / 2);
    boolean red = (pixels.rgb()[at] & 0xFF) > 128;
    boolean blue = (pixels.rgb()[at + 2] & 0xFF) > 128;
    return red && blue ? "white" : red ? "red" : "blue";
  }

  @Test
  void picturesAreUprightAndScaledDown() throws Exception {
    Path turned =
        TestVideos.make(
            "turned-samples.mp4",
            "-i",
            TestVideos.pattern(2).toString(),
            "-c",
            "copy",
            "-metadata:s:v",
            "rotate=270");
    SamplingSettings small = new SamplingSettings(1, 0.3, 160);
    List<Sample> samples = samples(turned, small, ALL);
    assertThat(millis(samples)).containsExactly(0L, 1000L);
    assertThat(samples).allMatch(s -> s.pixels().width() == 90 && s.pixels().height() == 160);
  }

  @Test
  void unevenPicturesKeepTheirTimes() throws Exception {
    Path uneven =
        TestVideos.make(
            "uneven-samples.mkv",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=320x180:rate=30,select='not(mod(n,7))'",
            "-t",
            "3",
            "-fps_mode",
            "vfr",
            "-c:v",
            "libx264");
    // Pictures every 7/30 s: the first one of each half second.
    assertThat(millis(samples(uneven, SamplingSettings.DEFAULTS, ALL)))
        .containsExactly(0L, 700L, 1167L, 1633L, 2100L, 2567L);
  }

  @Test
  void picturesOfAVideoInStorageAreThoseOfTheFile() throws Exception {
    Path video = TestVideos.pattern(4);
    VideoInfo info = new VideoProbe(ffmpeg).probe(VideoInput.file(video));
    Collected stored = new Collected();
    try (VideoServer server = VideoServer.of(video)) {
      new AnalysisPass(new FrameSampler(ffmpeg, SamplingSettings.DEFAULTS, LIMIT))
          .run(VideoInput.url(server.url()), info, ALL, List.of(stored));
    }
    assertSame(stored.samples, samples(video, SamplingSettings.DEFAULTS, ALL));
  }

  @Test
  void storageThatFallsSilentEndsTheChunkInAnError() throws Exception {
    Path video = TestVideos.pattern(8, "-crf", "5", "-movflags", "+faststart");
    VideoInfo info = new VideoProbe(ffmpeg).probe(VideoInput.file(video));
    FrameSampler sampler = new FrameSampler(ffmpeg, SamplingSettings.DEFAULTS, LIMIT);
    try (VideoServer server = VideoServer.of(video).behaving(Behaviour.SILENT)) {
      VideoInput stored = new StoredObject(server.url(), Duration.ofSeconds(1));
      assertThatThrownBy(
              () -> new AnalysisPass(sampler).run(stored, info, ALL, List.of(new Collected())))
          .isInstanceOf(VideoUnreachableException.class);
    }
  }

  @Test
  void anInterruptEndsFfmpeg() throws Exception {
    Path video = TestVideos.pattern(10);
    VideoInfo info = new VideoProbe(ffmpeg).probe(VideoInput.file(video));
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    AtomicReference<List<ProcessHandle>> running = new AtomicReference<>();
    AnalysisStage sleepy =
        sample -> {
          running.set(decoders(video));
          Thread.currentThread().interrupt();
        };
    SamplingSettings dense = new SamplingSettings(60, 0.3, 320);
    Thread worker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    new AnalysisPass(new FrameSampler(ffmpeg, dense, LIMIT))
                        .run(VideoInput.file(video), info, ALL, List.of(sleepy));
                  } catch (FfmpegException | InterruptedException e) {
                    outcome.set(e);
                  }
                });
    worker.join(60_000);
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    assertThat(running.get()).hasSize(1).noneMatch(ProcessHandle::isAlive);
  }

  /** The processes of this one that read the file; others belong to what is tested beside it. */
  private static List<ProcessHandle> decoders(Path video) {
    return ProcessHandle.current()
        .children()
        .filter(
            child ->
                Arrays.asList(child.info().arguments().orElse(new String[0]))
                    .contains(video.toString()))
        .toList();
  }

  @Test
  void aSlowChunkEndsAtItsLimit() throws Exception {
    Path video = TestVideos.pattern(10);
    VideoInfo info = new VideoProbe(ffmpeg).probe(VideoInput.file(video));
    SamplingSettings dense = new SamplingSettings(60, 0.3, 320);
    FrameSampler hurried = new FrameSampler(ffmpeg, dense, Duration.ofMillis(10));
    assertThatThrownBy(
            () ->
                new AnalysisPass(hurried)
                    .run(VideoInput.file(video), info, ALL, List.of(new Collected())))
        .isInstanceOf(FfmpegException.class)
        .hasMessage("ffmpeg took longer than 10 ms");
  }
}
