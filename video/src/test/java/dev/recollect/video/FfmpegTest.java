package dev.recollect.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FfmpegTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final FfmpegLimits WIDE =
      new FfmpegLimits(Duration.ofSeconds(60), 4L << 30, 1L << 30);
  private static final List<String> ENDLESS =
      List.of("-re", "-f", "lavfi", "-i", TestVideos.PATTERN, "-f", "null", "-");

  @Test
  void reportsRisingProgressUpToTheWholeLength() throws Exception {
    Path pipe = TestVideos.folder("progress").resolve("pictures");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    List<FfmpegProgress> seen = new CopyOnWriteArrayList<>();
    FutureTask<Integer> feeder = new FutureTask<>(() -> feedUntilReported(pipe, seen));
    Thread.ofPlatform().daemon().start(feeder);

    TestVideos.ffmpeg()
        .run(
            List.of(
                "-f",
                "rawvideo",
                "-pixel_format",
                "gray",
                "-video_size",
                "16x16",
                "-framerate",
                "10",
                "-i",
                pipe.toString(),
                "-f",
                "null",
                "-"),
            seen::add);

    int pictures = feeder.get(60, TimeUnit.SECONDS);
    assertThat(seen).hasSizeGreaterThan(2);
    assertThat(seen).extracting(FfmpegProgress::written).isSorted();
    assertThat(seen.getLast().written()).isEqualTo(Duration.ofMillis(100L * pictures));
  }

  /** Gives ffmpeg pictures for as long as it has not said twice how far it is; how many. */
  private static int feedUntilReported(Path pipe, List<FfmpegProgress> seen) throws IOException {
    int pictures = 0;
    try (OutputStream out = Files.newOutputStream(pipe)) {
      while (seen.size() < 2) {
        out.write(new byte[16 * 16]);
        pictures++;
      }
    }
    return pictures;
  }

  @Test
  void saysWhyFfmpegFailedWithoutShowingThePath() {
    Path missing = Path.of("/nowhere/secret-name.mp4");
    assertThatThrownBy(
            () ->
                TestVideos.ffmpeg()
                    .run(List.of("-i", missing.toString(), "-f", "null", "-"), progress -> {}))
        .isExactlyInstanceOf(FfmpegException.class)
        .hasMessage("ffmpeg failed with status 1: the video: No such file or directory");
  }

  @Test
  void endsAtItsTimeLimit() {
    Ffmpeg hurried = TestVideos.ffmpeg(WIDE.within(Duration.ofMillis(700)));
    assertThatThrownBy(() -> hurried.run(ENDLESS, progress -> {}))
        .isInstanceOf(InconclusiveRunException.class)
        .hasMessage("ffmpeg took longer than 700 ms");
  }

  @Test
  void aLookEndsAtTheSameTimeLimit() throws Exception {
    Path silent = TestVideos.folder("silent").resolve("video");
    assertThat(new ProcessBuilder("mkfifo", silent.toString()).start().waitFor()).isZero();
    PacketReader hurried = new PacketReader(TestVideos.ffmpeg(WIDE.within(Duration.ofMillis(700))));
    FutureTask<Void> look =
        new FutureTask<>(
            () -> {
              hurried.readAll(VideoInput.file(silent), packet -> {});
              return null;
            });
    Thread.ofPlatform().daemon().start(look);

    assertThatThrownBy(() -> look.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(FfmpegException.class)
        .hasRootCauseMessage("ffprobe took longer than 700 ms");
  }

  @Test
  void aReaderThatBreaksLeavesNobodyWaiting() {
    FutureTask<Void> look =
        new FutureTask<>(
            () ->
                TestVideos.ffmpeg()
                    .probe(
                        List.of("-version"),
                        lines -> {
                          throw new StackOverflowError("broken");
                        }));
    Thread.ofPlatform().daemon().start(look);

    assertThatThrownBy(() -> look.get(60, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void whatIsKilledSaysNothingAboutTheVideo() throws Exception {
    try (ToolRun run = TestVideos.ffmpeg().open(ENDLESS, LIMIT)) {
      ProcessHandle.of(run.pid()).orElseThrow().destroyForcibly();

      assertThatThrownBy(run::awaitSuccess)
          .isInstanceOf(InconclusiveRunException.class)
          .hasMessageStartingWith("ffmpeg failed with status 137: ");
    }
  }

  @Test
  void aFullDiskSaysNothingAboutTheVideo() {
    List<String> arguments =
        List.of("-f", "lavfi", "-i", TestVideos.PATTERN, "-t", "1", "-f", "rawvideo", "/dev/full");
    assertThatThrownBy(() -> TestVideos.ffmpeg().run(arguments, progress -> {}))
        .isInstanceOf(InconclusiveRunException.class)
        .hasMessageEndingWith("No space left on device");
  }

  @Test
  void aProgramThatIsGoneSaysNothingAboutTheVideo() {
    Path gone = TestVideos.folder("gone").resolve("ffprobe");
    VideoProbe probe = new VideoProbe(new Ffmpeg(new FfmpegTools(gone, gone), WIDE));
    assertThatThrownBy(() -> probe.probe(VideoInput.file(TestVideos.pattern(2))))
        .isInstanceOf(InconclusiveRunException.class)
        .hasMessage("ffprobe cannot be started");
  }

  @Test
  void endsWhenItsOutputGrowsTooLarge() {
    Path output = TestVideos.folder("too-large").resolve("out.nut");
    Ffmpeg narrow = TestVideos.ffmpeg(new FfmpegLimits(Duration.ofSeconds(60), 4L << 30, 1 << 20));
    assertThatThrownBy(
            () ->
                narrow.run(
                    List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        TestVideos.PATTERN,
                        "-t",
                        "20",
                        "-c:v",
                        "rawvideo",
                        output.toString()),
                    progress -> {}))
        .isExactlyInstanceOf(FfmpegException.class)
        .hasMessage("ffmpeg wrote more than 1 MB");
    assertThat(output).hasSize(1 << 20);
  }

  @Test
  void failsWhenItNeedsTooMuchMemory() {
    Path video = TestVideos.pattern(2);
    Ffmpeg narrow =
        TestVideos.ffmpeg(new FfmpegLimits(Duration.ofMinutes(2), 300L << 20, 1L << 30));
    List<String> arguments =
        List.of("-i", video.toString(), "-vf", "scale=12000:12000", "-f", "null", "-");
    assertThatThrownBy(() -> narrow.run(arguments, progress -> {}))
        .isInstanceOf(FfmpegException.class)
        .hasMessageStartingWith("ffmpeg failed with status 1: ")
        .satisfies(e -> assertThat(((FfmpegException) e).log()).contains("Cannot allocate memory"));
  }

  @Test
  void anInterruptedCallerLeavesNoProcessAndReturnsWithinTwoSeconds() throws Exception {
    // A machine that stands still for a moment may need another go.
    Duration fastest = Duration.ofDays(1);
    for (int go = 0; go < 20 && fastest.compareTo(Duration.ofSeconds(2)) >= 0; go++) {
      fastest = interrupt();
    }
    assertThat(fastest).isLessThan(Duration.ofSeconds(2));
  }

  /** Interrupts a run; how long it took to return. */
  private static Duration interrupt() throws InterruptedException {
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    TestVideos.ffmpeg().run(ENDLESS, progress -> {});
                  } catch (FfmpegException | InterruptedException e) {
                    outcome.set(e);
                  }
                });
    await().atMost(LIMIT).until(() -> !children().isEmpty());
    List<Long> running = children();
    long start = System.nanoTime();

    caller.interrupt();
    caller.join(LIMIT.toMillis());

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    assertThat(children()).doesNotContainAnyElementsOf(running);
    return took;
  }

  private static List<Long> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .toList();
  }

  @Test
  void aKilledOwnerLeavesNoFfmpeg() throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FfmpegOwnerMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long child;
    try (BufferedReader out = owner.inputReader()) {
      child = Long.parseLong(out.readLine());
      assertThat(runs(child)).isTrue();
    }

    owner.destroyForcibly().waitFor();

    await().atMost(LIMIT).until(() -> !runs(child));
  }

  /** Whether the process does anything any more: one that merely waits to be reaped does not. */
  private static boolean runs(long pid) {
    try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return status.noneMatch(line -> line.matches("State:\\s+[ZX].*"));
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aPlaylistThatNamesOtherFilesIsNotOpened() throws Exception {
    Path target = TestVideos.pattern(2);
    Path playlist = TestVideos.folder("playlist").resolve("upload.mp4");
    Files.writeString(playlist, "ffconcat version 1.0\nfile '%s'\n".formatted(target));
    assertThatThrownBy(() -> new VideoProbe(TestVideos.ffmpeg()).probe(VideoInput.file(playlist)))
        .isInstanceOf(VideoRefusedException.class)
        .hasMessageStartingWith("The file cannot be read as a video: ");
    Files.writeString(playlist, "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n");
    assertThatThrownBy(() -> new VideoProbe(TestVideos.ffmpeg()).probe(VideoInput.file(playlist)))
        .isInstanceOf(VideoRefusedException.class);
  }

  @Test
  void aProcessBeyondTheBoundWaitsUntilAnotherHasEnded() throws Exception {
    Ffmpeg one =
        new Ffmpeg(
            FfmpegTools.find(Optional.empty(), System.getenv("PATH")),
            new FfmpegLimits(Duration.ofMinutes(1), 4L << 30, 1L << 30),
            1);
    List<String> endless =
        List.of("-re", "-f", "lavfi", "-i", TestVideos.PATTERN, "-f", "null", "-");
    FutureTask<ToolRun> second = new FutureTask<>(() -> one.open(endless, Duration.ofMinutes(1)));
    try (ToolRun first = one.open(endless, Duration.ofMinutes(1))) {
      assertThat(runs(first.pid())).isTrue();
      Thread waiting = Thread.ofPlatform().start(second);
      await().atMost(LIMIT).until(() -> waiting.getState() == Thread.State.WAITING);
      assertThat(second.isDone()).isFalse();
    }
    try (ToolRun run = second.get(60, TimeUnit.SECONDS)) {
      assertThat(runs(run.pid())).isTrue();
    }
  }

  @Test
  void missingToolsAreNamedWithWhatToDo() {
    Path empty = TestVideos.folder("no-tools");
    assertThatThrownBy(() -> FfmpegTools.find(Optional.of(empty), System.getenv("PATH")))
        .isInstanceOf(FfmpegMissingException.class)
        .hasMessage(
            "ffmpeg is not in [%s]: install the package ffmpeg or set recollect.ffmpeg.folder",
            empty);
  }

  @Test
  void limitsThatAllowNothingAreRefused() {
    assertThatThrownBy(() -> new FfmpegLimits(Duration.ZERO, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FfmpegLimits(Duration.ofSeconds(1), 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FfmpegLimits(Duration.ofSeconds(1), 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
