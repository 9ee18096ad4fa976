package dev.recollect.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoProbeTest {
  private static final String SMALL = "testsrc2=size=320x180:rate=25";

  private final VideoProbe probe = new VideoProbe(TestVideos.ffmpeg());

  @Test
  void describesAnOrdinaryVideo() throws Exception {
    VideoInfo info = probe.probe(VideoInput.file(TestVideos.pattern(4)));
    assertThat(info.container()).isEqualTo("mp4");
    assertThat(info.frames()).isEqualTo(120);
    assertThat(info.duration()).hasSeconds(4);
    assertThat(info.startSeconds()).isZero();
    assertThat(info.audio()).contains(new AudioStream("aac", 1, 44_100));
    assertThat(info.video().codec()).isEqualTo("h264");
    assertThat(info.video().width()).isEqualTo(320);
    assertThat(info.video().height()).isEqualTo(180);
    assertThat(info.video().rotation()).isZero();
    assertThat(info.video().pixelFormat()).isEqualTo("yuv420p");
    assertThat(info.video().progressive()).isTrue();
    assertThat(info.video().timeBase()).isEqualTo(new Rational(1, 15_360));
    assertThat(info.video().frameRate()).isEqualTo(new Rational(30, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "hevc, mp4,  libx265,    -x265-params, log-level=none",
    "hevc, mkv,  libx265,    -x265-params, log-level=none",
    "vp9,  webm, libvpx-vp9, -deadline,    realtime",
    "av1,  mp4,  libaom-av1, -cpu-used,    8",
    "h264, mov,  libx264,    -preset,      ultrafast",
    "h264, mkv,  libx264,    -preset,      ultrafast"
  })
  void takesTheCodecsAndContainers(
      String codec, String suffix, String encoder, String option, String value) throws Exception {
    Path video =
        TestVideos.make(
            codec + "." + suffix,
            "-f",
            "lavfi",
            "-i",
            SMALL,
            "-t",
            "1",
            "-c:v",
            encoder,
            option,
            value);
    VideoInfo info = probe.probe(VideoInput.file(video));
    assertThat(info.video().codec()).isEqualTo(codec);
    assertThat(info.frames()).isEqualTo(25);
    assertThat(info.duration().toMillis()).isBetween(960L, 1040L);
    assertThat(info.audio()).isEmpty();
    assertThat(info.container())
        .isEqualTo(suffix.equals("mkv") || suffix.equals("webm") ? "matroska" : "mp4");
  }

  @Test
  void readsRotation() throws Exception {
    Path turned =
        TestVideos.make(
            "turned.mp4",
            "-i",
            TestVideos.pattern(2).toString(),
            "-c",
            "copy",
            "-metadata:s:v",
            "rotate=270");
    VideoStream video = probe.probe(VideoInput.file(turned)).video();
    assertThat(video.rotation()).isEqualTo(90);
    assertThat(video.displayWidth()).isEqualTo(180);
    assertThat(video.displayHeight()).isEqualTo(320);
  }

  @Test
  void noticesUnevenFrames() throws Exception {
    Path uneven =
        TestVideos.make(
            "uneven.mp4",
            "-f",
            "lavfi",
            "-i",
            SMALL + ",select='not(mod(n,3))+not(mod(n,5))'",
            "-t",
            "2",
            "-fps_mode",
            "vfr");
    VideoInfo info = probe.probe(VideoInput.file(uneven));
    // Of 50 numbers from 0 to 49, 17 are multiples of three and 10 of five, 4 of both.
    assertThat(info.frames()).isEqualTo(23);
  }

  @Test
  void readsTenBits() throws Exception {
    Path deep =
        TestVideos.make(
            "deep.mkv", "-f", "lavfi", "-i", SMALL, "-t", "1", "-pix_fmt", "yuv420p10le");
    assertThat(probe.probe(VideoInput.file(deep)).video().pixelFormat()).isEqualTo("yuv420p10le");
  }

  @Test
  void countsFramesThatAnEditListHidesAsHidden() throws Exception {
    Path edited =
        TestVideos.make(
            "edited.mp4", "-ss", "1.5", "-i", TestVideos.pattern(4).toString(), "-c", "copy");
    VideoInfo info = probe.probe(VideoInput.file(edited));
    assertThat(info.frames()).isEqualTo(75);
    assertThat(info.duration().toMillis() / 1e3).isCloseTo(2.5, within(0.05));
  }

  @Test
  void refusesATextFile() throws Exception {
    Path text = TestVideos.folder("text").resolve("video.mp4");
    Files.writeString(text, "this is no video\n".repeat(1000));
    assertRefused(text, "The file cannot be read as a video: ffprobe failed with status 1: ");
  }

  @Test
  void refusesAnEmptyFile() throws Exception {
    Path empty = TestVideos.folder("empty").resolve("video.mp4");
    Files.createFile(empty);
    assertRefused(empty, "The file cannot be read as a video: ");
  }

  @Test
  void refusesSoundWithoutPictures() throws Exception {
    Path sound = TestVideos.make("sound.mp4", "-f", "lavfi", "-i", "sine", "-t", "1");
    assertRefused(sound, "The file has no video track.");
  }

  @Test
  void refusesAnotherCodec() throws Exception {
    Path old = TestVideos.make("old.mp4", "-f", "lavfi", "-i", SMALL, "-t", "1", "-c:v", "mpeg4");
    assertRefused(old, "The video's codec is mpeg4; accepted are H.264, HEVC, VP9 and AV1.");
  }

  @Test
  void refusesAVideoWhoseIndexIsCutOff() throws Exception {
    assertRefused(
        cutOff(TestVideos.pattern(4), "no-index.mp4"),
        "The file cannot be read as a video: ffprobe failed with status 1: moov atom not found.");
  }

  @Test
  void refusesAVideoWhosePicturesAreCutOff() throws Exception {
    Path video = cutOff(TestVideos.pattern(8, "-movflags", "+faststart"), "half.mp4");
    assertThatThrownBy(() -> probe.probe(VideoInput.file(video)))
        .isInstanceOf(VideoRefusedException.class)
        .hasMessageMatching(
            "The video is cut off: its header says 8.0 s, its pictures end at [45]\\.\\d s\\.");
  }

  @Test
  void refusesAShortVideoThatIsCutInHalf() throws Exception {
    Path whole = TestVideos.make("short.mkv", "-i", TestVideos.pattern(2).toString(), "-c", "copy");
    assertThat(probe.probe(VideoInput.file(whole)).duration().toMillis()).isBetween(1_950L, 2_050L);
    assertThatThrownBy(() -> probe.probe(VideoInput.file(cutOff(whole, "half-of-short.mkv"))))
        .isInstanceOf(VideoRefusedException.class)
        .hasMessageMatching(
            "The video is cut off: its header says 2.0 s, its pictures end at [01]\\.\\d s\\.");
  }

  @Test
  void refusesAMatroskaFileThatIsCutOff() throws Exception {
    Path whole = TestVideos.make("whole.mkv", "-i", TestVideos.pattern(8).toString(), "-c", "copy");
    assertThatThrownBy(() -> probe.probe(VideoInput.file(cutOff(whole, "half.mkv"))))
        .isInstanceOf(VideoRefusedException.class)
        .hasMessageMatching(
            "The video is cut off: its header says 8.0 s, its pictures end at [345]\\.\\d s\\.");
  }

  /** Of 120 pictures. */
  private static Path live() {
    return TestVideos.make(
        "live.mkv",
        "-i",
        TestVideos.pattern(4).toString(),
        "-c",
        "copy",
        "-live",
        "1",
        "-f",
        "matroska");
  }

  @Test
  void takesARecordingWhoseHeaderKnowsNoLength() throws Exception {
    VideoInfo info = probe.probe(VideoInput.file(live()));
    assertThat(info.frames()).isEqualTo(120);
    assertThat(info.duration().toMillis()).isBetween(3_950L, 4_050L);
  }

  @Test
  void doesNotBelieveAReadingThatEndsBeforeAnother() throws Exception {
    // What a storage that falls silent for a while looks like: ten pictures less, the first time.
    String script =
        """
        #!/bin/sh
        case "$*" in
          *packet=*)
            if mkdir "$0.called" 2> /dev/null; then
              '%1$s' "$@" | head -n 110
              exit 0
            fi ;;
        esac
        exec '%1$s' "$@"
        """;
    FfmpegTools tools = FfmpegTools.find(Optional.empty(), System.getenv("PATH"));
    for (Path video : List.of(TestVideos.pattern(4), live())) {
      Path ffprobe =
          Files.createTempDirectory(Path.of("target").toAbsolutePath(), "hasty").resolve("ffprobe");
      Files.writeString(ffprobe, script.formatted(tools.ffprobe()));
      assertThat(ffprobe.toFile().setExecutable(true)).isTrue();
      FfmpegLimits limits = new FfmpegLimits(Duration.ofMinutes(2), 4L << 30, 1L << 30);
      VideoProbe hasty =
          new VideoProbe(new Ffmpeg(new FfmpegTools(tools.ffmpeg(), ffprobe), limits));

      assertThatThrownBy(() -> hasty.probe(VideoInput.file(video)))
          .isInstanceOf(VideoUnreachableException.class)
          .hasMessage("the storage does not give the video: its answers differ");
      assertThat(hasty.probe(VideoInput.file(video)).frames()).isEqualTo(120);
    }
  }

  @Test
  void handsOnEveryPacketItReads() throws Exception {
    List<Packet> packets = new ArrayList<>();
    assertThat(probe.probe(VideoInput.file(live()), packets::add).frames()).isEqualTo(120);
    assertThat(packets).hasSize(120).doesNotHaveDuplicates();
    IllegalStateException own = new IllegalStateException("no room");
    assertThatThrownBy(
            () ->
                probe.probe(
                    VideoInput.file(live()),
                    packet -> {
                      throw own;
                    }))
        .isSameAs(own);
  }

  @Test
  void refusesPicturesThatCannotBeDecoded() throws Exception {
    Path broken = copy(TestVideos.pattern(4, "-an"), "broken.mp4");
    try (RandomAccessFile file = new RandomAccessFile(broken.toFile(), "rw")) {
      // The first picture begins at the beginning of the media data.
      file.seek(48);
      byte[] noise = new byte[6_000];
      new Random(7).nextBytes(noise);
      file.write(noise);
    }
    assertRefused(broken, "The video cannot be decoded: ");
  }

  @Test
  void tagsThatSayTooMuchAreNotRead() throws Exception {
    Path tags = TestVideos.folder("tags").resolve("tags.txt");
    Files.writeString(tags, ";FFMETADATA1\ncomment=" + "x".repeat(3 << 20) + "\n");
    Path wordy = tags.resolveSibling("wordy.mp4");
    TestVideos.ffmpeg()
        .run(
            List.of(
                "-i",
                TestVideos.pattern(2).toString(),
                "-f",
                "ffmetadata",
                "-i",
                tags.toString(),
                "-map_metadata",
                "1",
                "-c",
                "copy",
                wordy.toString()),
            progress -> {});
    assertThat(Files.size(wordy)).isGreaterThan(3 << 20);

    assertThat(probe.probe(VideoInput.file(wordy)).frames()).isEqualTo(60);
  }

  @Test
  void anAnswerThatIsTooLongIsNotKept() throws Exception {
    Path ffprobe = TestVideos.folder("wordy").resolve("ffprobe");
    Files.writeString(ffprobe, "#!/bin/sh\nhead -c 8000000 /dev/zero | tr '\\0' ' '\necho '{}'\n");
    assertThat(ffprobe.toFile().setExecutable(true)).isTrue();
    FfmpegLimits limits = new FfmpegLimits(Duration.ofMinutes(2), 4L << 30, 1L << 30);
    Ffmpeg wordy = new Ffmpeg(new FfmpegTools(ffprobe, ffprobe), limits);
    assertThatThrownBy(() -> new VideoProbe(wordy).probe(VideoInput.file(TestVideos.pattern(2))))
        .isInstanceOf(VideoRefusedException.class)
        .hasMessage(
            "The file cannot be read as a video: "
                + "ffprobe's answer cannot be read: it describes too much.");
  }

  private void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> probe.probe(VideoInput.file(file)))
        .isInstanceOf(VideoRefusedException.class)
        .hasMessageStartingWith(message)
        .message()
        .doesNotContain("/");
  }

  private static Path cutOff(Path whole, String name) throws IOException {
    Path part = copy(whole, name);
    try (RandomAccessFile file = new RandomAccessFile(part.toFile(), "rw")) {
      file.setLength(file.length() * 6 / 10);
    }
    return part;
  }

  private static Path copy(Path original, String name) throws IOException {
    return Files.copy(original, TestVideos.folder("copy-of-" + name).resolve(name));
  }

  @Test
  void readsFractions() {
    assertThat(Rational.parse("30000/1001")).isEqualTo(new Rational(30_000, 1_001));
    assertThat(Rational.parse("4:3")).isEqualTo(new Rational(4, 3));
    assertThat(Rational.parse("0/0")).isEqualTo(new Rational(0, 1));
    assertThat(Rational.parse("N/A")).isEqualTo(new Rational(0, 1));
    assertThat(new Rational(1, 15_360).ticks(2.5)).isEqualTo(38_400);
    assertThat(Optional.of(new Rational(1, 90_000).seconds(45_000))).contains(0.5);
  }
}
