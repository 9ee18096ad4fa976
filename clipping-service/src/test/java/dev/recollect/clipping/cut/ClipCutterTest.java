package dev.recollect.clipping.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recollect.clipping.cut.Clip.Method;
import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.FfmpegLimits;
import dev.recollect.video.PacketReader;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoInput.StoredObject;
import dev.recollect.video.VideoProbe;
import dev.recollect.video.VideoServer;
import dev.recollect.video.VideoServer.Behaviour;
import dev.recollect.video.VideoUnreachableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClipCutterTest {
  /** Encoded pictures are this close to the source's. */
  private static final double GOOD_DB = 38;

  /** {@code profile_idc} of ITU-T H.264, annex A. */
  private static final byte HIGH_PROFILE = 100;

  private static final String SMALL = "testsrc2=size=320x180:rate=25";

  private final Ffmpeg ffmpeg = TestVideos.ffmpeg();
  private final ClipCutter cutter = new ClipCutter(ffmpeg, EncoderSettings.defaults());
  private final VideoProbe probe = new VideoProbe(ffmpeg);

  private ClipRequest request(Path source, double start, double end) throws Exception {
    Path output = TestVideos.folder("clips").resolve("clip.mp4");
    TestVideos.Description known = TestVideos.describe(source);
    return new ClipRequest(
        VideoInput.file(source),
        known.info(),
        (from, to) -> known.packets(),
        start,
        end,
        Optional.empty(),
        output);
  }

  private Clip cut(Path source, double start, double end) throws Exception {
    return cutter.cut(request(source, start, end), progress -> {});
  }

  @ParameterizedTest
  @CsvSource({"mp4, COPIED", "mkv, ENCODED"})
  void cutsWhatLiesInStorage(String suffix, Method method) throws Exception {
    Path pattern = TestVideos.pattern(8);
    Path source =
        suffix.equals("mp4")
            ? pattern
            : TestVideos.make("stored.mkv", "-i", pattern.toString(), "-c", "copy");
    try (VideoServer server = VideoServer.of(source)) {
      ClipRequest local = request(source, 1.5, 6.2);
      Clip clip = cutter.cut(from(local, VideoInput.url(server.url())), progress -> {});

      assertThat(clip.method()).isEqualTo(method);
      assertThat(clip.start()).isBetween(1.5, 1.5 + 1 / 30.0);
      assertThat(clip.frames()).isEqualTo(141);
      assertThat(FrameComparison.psnr(pattern, "null", clip.file(), 45, 141))
          .hasSize(141)
          .allMatch(db -> db > GOOD_DB);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Behaviour.class,
      names = {"FORBIDDEN", "SILENT", "BREAKING"})
  void storageThatFailsIsToldApartFromVideosThatCannotBeCut(Behaviour behaviour) throws Exception {
    Path source = TestVideos.pattern(8, "-crf", "5", "-movflags", "+faststart");
    ClipRequest local = request(source, 5, 8);
    try (VideoServer server = VideoServer.of(source).behaving(behaviour)) {
      VideoInput stored = new StoredObject(server.url(), Duration.ofSeconds(1));
      assertThatThrownBy(() -> cutter.cut(from(local, stored), progress -> {}))
          .isInstanceOf(VideoUnreachableException.class)
          .hasMessageStartingWith("the storage does not give the video: ");
      assertThat(files(local.output().getParent())).isEmpty();
    }
  }

  private static ClipRequest from(ClipRequest request, VideoInput source) {
    return new ClipRequest(
        source,
        request.info(),
        request.packets(),
        request.start(),
        request.end(),
        request.stamp(),
        request.output());
  }

  @Test
  void copiesTheInnerPicturesBitByBitAndEncodesTheEdges() throws Exception {
    Path source = TestVideos.pattern(16);

    Clip clip = cut(source, 2.5, 13.4);

    assertThat(clip.method()).isEqualTo(Method.COPIED);
    assertThat(clip.frames()).isEqualTo(327);
    assertThat(clip.start()).isEqualTo(2.5);
    assertThat(clip.duration()).isEqualTo(Duration.ofMillis(10_900));
    assertThat(FrameComparison.decodedFrames(clip.file())).isEqualTo(327);
    List<Double> psnr = FrameComparison.psnr(source, "null", clip.file(), 75, 327);
    assertThat(psnr).hasSize(327).allMatch(db -> db > GOOD_DB);
    // Keyframes are at 60, 120, ...: 45 pictures before the first, and at most three after the
    // last place that no picture refers across.
    assertThat(psnr.subList(0, 45)).allMatch(db -> db < Double.POSITIVE_INFINITY);
    assertThat(psnr.subList(45, 324)).allMatch(db -> db == Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource({
    // a keyframe at the beginning; one at the end; both; edges one picture long; the longest head;
    // the whole video
    "2.0, 7.3, COPIED",
    "2.7, 8.0, COPIED",
    "3.966, 8.034, COPIED",
    "2.02, 8.0, COPIED",
    "0.0, 10.0, COPIED",
    "9.0, 99.0, ENCODED",
    "2.1, 3.9, ENCODED",
    "5.0, 5.033, ENCODED"
  })
  void isExactWhereverTheCutLies(double start, double end, Method method) throws Exception {
    Path source = TestVideos.pattern(10);
    int first = (int) Math.ceil(start * 30 - 1e-3);
    int last = (int) Math.min(300, Math.ceil(end * 30 - 1e-3));

    Clip clip = cut(source, start, end);

    assertThat(clip.method()).isEqualTo(method);
    assertThat(clip.frames()).isEqualTo(last - first);
    assertThat(clip.start()).isCloseTo(first / 30.0, within(1e-4));
    List<Double> psnr = FrameComparison.psnr(source, "null", clip.file(), first, last - first);
    assertThat(psnr).hasSize(last - first).allMatch(db -> db > GOOD_DB);
    VideoInfo info = probe.probe(VideoInput.file(clip.file()));
    assertThat(info.frames()).isEqualTo(last - first);
    assertThat(info.startSeconds()).isCloseTo(0, within(0.001));
    assertThat(info.duration().toMillis() / 1e3).isCloseTo((last - first) / 30.0, within(1 / 30.0));
  }

  @ParameterizedTest
  @CsvSource({
    "'-bf 0', COPIED",
    "'-bf 5 -b-pyramid normal -refs 4', COPIED",
    "'-profile:v baseline', COPIED",
    "'-x264-params open-gop=1:bframes=3', ENCODED",
    "'-x264-params slices=4', COPIED",
    "'-profile:v main -color_primaries bt709 -color_range tv -video_track_timescale 90000', COPIED",
    "'-movflags frag_keyframe+empty_moov', COPIED",
    "'-r 30000/1001', COPIED"
  })
  void joinsWithoutAGlitchWhateverTheEncoder(String encoder, Method method) throws Exception {
    Path source = TestVideos.pattern(8, encoder.split(" ", -1));

    Clip clip = cut(source, 1.5, 6.7);

    assertThat(clip.method()).isEqualTo(method);
    assertThat(FrameComparison.decodedFrames(clip.file())).isEqualTo(clip.frames());
    // Where there is no edit list, pictures begin later than sound.
    int first = (int) times(source).stream().filter(t -> t < clip.start() - 1e-3).count();
    assertThat(FrameComparison.psnr(source, "null", clip.file(), first, clip.frames()))
        .hasSize(clip.frames())
        .allMatch(db -> db > GOOD_DB);
  }

  @Test
  void carriesTheParameterSetsOfAllPiecesUpFrontAndNoneAmongThePictures() throws Exception {
    Clip clip = cut(TestVideos.pattern(10), 2.5, 8.4);
    byte[] file = Files.readAllBytes(clip.file());
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int moov = position(file, "moov") - 4;
    assertThat(moov).isLessThan(position(file, "mdat"));
    ByteBuffer description = bytes.slice(moov, bytes.getInt(moov));
    var box =
        Mp4Boxes.path(description, "moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1", "avcC")
            .getLast();
    byte[] record = new byte[box.size() - Mp4Boxes.HEADER];
    description.get(box.content(), record);
    AvcConfiguration configuration = AvcConfiguration.parse(record);
    assertThat(configuration.numbers()).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(record[1]).as("profile of the clip").isEqualTo(HIGH_PROFILE);
    assertThat(configuration.sequenceSets())
        .extracting(unit -> unit[1])
        .as("profiles of its pieces")
        .containsExactly(HIGH_PROFILE, HIGH_PROFILE, HIGH_PROFILE);
  }

  private static int position(byte[] file, String type) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(type);
  }

  @Test
  void soundIsAsLongAsThePicturesAndInStep() throws Exception {
    // A click at 4 s, silence otherwise.
    Path source =
        TestVideos.make(
            "click.mp4",
            "-f",
            "lavfi",
            "-i",
            TestVideos.PATTERN,
            "-f",
            "lavfi",
            "-i",
            "aevalsrc='if(between(t,4,4.05),sin(2*PI*1000*t),0)':s=48000",
            "-t",
            "8",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-g",
            "60",
            "-c:a",
            "aac");
    for (double start : new double[] {1.5, 2.0}) {
      Clip clip = cut(source, start, 7);
      assertThat(clip.method()).isEqualTo(Method.COPIED);
      assertThat(clickAt(clip.file())).isCloseTo(4 - start, within(0.02));
      assertThat(probe.probe(VideoInput.file(clip.file())).audio().orElseThrow().channels())
          .isEqualTo(2);
    }
    Clip encoded = cutter.cutByEncoding(request(source, 1.5, 7), progress -> {});
    assertThat(clickAt(encoded.file())).isCloseTo(2.5, within(0.02));
  }

  /** Seconds until the first loud sample. */
  private double clickAt(Path clip) throws Exception {
    try (var run =
        ffmpeg.open(
            List.of("-i", clip.toString(), "-ac", "1", "-ar", "8000", "-f", "s16be", "pipe:1"),
            Duration.ofMinutes(2))) {
      ByteBuffer samples = ByteBuffer.wrap(run.output().readAllBytes());
      run.awaitSuccess();
      assertThat(samples.limit() / 16_000.0)
          .isCloseTo(probe.probe(VideoInput.file(clip)).duration().toMillis() / 1e3, within(0.06));
      while (Math.abs(samples.getShort()) < 3_000) {
        // Look on.
      }
      return samples.position() / 16_000.0;
    }
  }

  @Test
  void soundThatBeginsLateStaysInStep() throws Exception {
    Path source =
        TestVideos.make(
            "late.mp4",
            "-i",
            TestVideos.pattern(8, "-an").toString(),
            "-itsoffset",
            "3",
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=1000:duration=5",
            "-c:v",
            "copy",
            "-c:a",
            "aac");
    Clip clip = cut(source, 1.5, 7);
    assertThat(clip.method()).isEqualTo(Method.COPIED);
    assertThat(clickAt(clip.file())).isCloseTo(1.5, within(0.03));
  }

  @Test
  void appliesRotation() throws Exception {
    Path source =
        TestVideos.make(
            "rotated.mp4",
            "-i",
            TestVideos.pattern(6).toString(),
            "-c",
            "copy",
            "-metadata:s:v",
            "rotate=270");
    Clip clip = cut(source, 1, 4);
    assertThat(clip.method()).isEqualTo(Method.ENCODED);
    VideoInfo info = probe.probe(VideoInput.file(clip.file()));
    assertThat(info.video().rotation()).isZero();
    assertThat(info.video().width()).isEqualTo(180);
    assertThat(info.video().height()).isEqualTo(320);
    // ffmpeg turns what it reads, so the source's pictures come turned into the comparison.
    assertThat(FrameComparison.psnr(source, "null", clip.file(), 30, 90))
        .hasSize(90)
        .allMatch(db -> db > GOOD_DB);
  }

  @Test
  void keepsUnevenFramesWhereTheyAre() throws Exception {
    Path source =
        TestVideos.make(
            "uneven-h264.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=320x180:rate=30,select='not(mod(n,3))+not(mod(n,5))'",
            "-t",
            "8",
            "-fps_mode",
            "vfr",
            "-c:v",
            "libx264",
            "-g",
            "20");
    Clip clip = cut(source, 1.23, 6.5);
    assertThat(clip.method()).isEqualTo(Method.COPIED);
    List<Double> expected = new ArrayList<>();
    for (int n = 37; n < 195; n++) {
      if (n % 3 == 0 || n % 5 == 0) {
        expected.add((n - 39) / 30.0);
      }
    }
    List<Double> shown = times(clip.file());
    assertThat(shown).hasSameSizeAs(expected);
    for (int i = 0; i < shown.size(); i++) {
      assertThat(shown.get(i)).isCloseTo(expected.get(i), within(0.001));
    }
  }

  private List<Double> times(Path clip) throws Exception {
    VideoInfo info = probe.probe(VideoInput.file(clip));
    List<Long> ticks = new ArrayList<>();
    new PacketReader(ffmpeg).readAll(VideoInput.file(clip), p -> ticks.add(p.pts()));
    return ticks.stream().sorted().map(info::seconds).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "hevc,    mp4,  -c:v libx265 -x265-params log-level=none",
    "vp9,     webm, -c:v libvpx-vp9 -deadline realtime -b:v 2M",
    "ten,     mkv,  -c:v libx264 -pix_fmt yuv420p10le",
    "hlg,     mp4,  -c:v libx265 -pix_fmt yuv420p10le -color_primaries bt2020 -color_trc arib-std-b67 -colorspace bt2020nc -color_range tv -x265-params log-level=none",
    "odd,     mkv,  -vf crop=319:179 -pix_fmt yuv444p -c:v libx264",
    "between, mp4,  -vf interlace -flags +ildct+ilme -c:v libx264",
    "matroska, mkv, -c:v libx264 -g 50"
  })
  void makesBrowserVideoOfEverythingElse(String name, String suffix, String arguments)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("-f", "lavfi", "-i", SMALL, "-t", "3"));
    all.addAll(List.of(arguments.split(" ", -1)));
    Path source = TestVideos.make(name + "." + suffix, all.toArray(String[]::new));
    VideoInfo before = probe.probe(VideoInput.file(source));

    Clip clip = cut(source, 0.5, 2.5);

    assertThat(clip.method()).isEqualTo(Method.ENCODED);
    VideoInfo info = probe.probe(VideoInput.file(clip.file()));
    assertThat(info.video().codec()).isEqualTo("h264");
    assertThat(info.video().pixelFormat()).isEqualTo("yuv420p");
    assertThat(info.video().progressive()).isTrue();
    assertThat(info.video().width()).isEqualTo(before.video().width() / 2 * 2);
    assertThat(info.video().color().transfer()).isIn("", "bt709");
    assertThat(info.audio()).isEmpty();
    assertThat(info.frames()).isEqualTo(clip.frames());
    assertThat(clip.duration().toMillis()).isCloseTo(2_000, within(80L));
    assertThat(FrameComparison.decodedFrames(clip.file())).isEqualTo(clip.frames());
  }

  @Test
  void laysTheStampWhereItBelongs() throws Exception {
    Path overlay =
        TestVideos.make(
            "overlay.png", "-f", "lavfi", "-i", "color=red:size=200x100", "-frames:v", "1");
    Path source =
        TestVideos.make(
            "grey.mp4", "-f", "lavfi", "-i", "color=gray:size=400x300:rate=25", "-t", "2");
    ClipStamp stamp = new ClipStamp(overlay, 2, 2, 0.5, 0.25, 0.05);
    ClipRequest plain = request(source, 0, 2);
    Clip clip =
        cutter.cut(
            new ClipRequest(
                plain.source(),
                plain.info(),
                plain.packets(),
                0,
                2,
                Optional.of(stamp),
                plain.output()),
            progress -> {});

    assertThat(clip.method()).isEqualTo(Method.ENCODED);
    byte[] rgb = lastPicture(clip.file());
    // 100 x 50 pixels, 20 from the edges: columns 280 to 380, rows 230 to 280.
    assertThat(red(rgb, 330, 255)).isBetween(180, 200);
    assertThat(red(rgb, 284, 234)).isBetween(180, 200);
    assertThat(red(rgb, 376, 276)).isBetween(180, 200);
    assertThat(red(rgb, 276, 255)).isBetween(120, 136);
    assertThat(red(rgb, 384, 255)).isBetween(120, 136);
    assertThat(red(rgb, 330, 226)).isBetween(120, 136);
    assertThat(red(rgb, 330, 284)).isBetween(120, 136);
  }

  private static int red(byte[] rgb, int x, int y) {
    return rgb[(y * 400 + x) * 3] & 0xFF;
  }

  private byte[] lastPicture(Path clip) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-ss", "1.9", "-i", clip.toString()));
    arguments.addAll(List.of("-frames:v", "1", "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1"));
    try (var run = ffmpeg.open(arguments, Duration.ofMinutes(2))) {
      byte[] rgb = run.output().readAllBytes();
      run.awaitSuccess();
      return rgb;
    }
  }

  @Test
  void leavesNothingOfTheSourcesMetadata() throws Exception {
    Path source =
        TestVideos.make(
            "located.mp4",
            "-i",
            TestVideos.pattern(6).toString(),
            "-c",
            "copy",
            "-metadata",
            "title=secret title",
            "-metadata",
            "location=+48.1374+011.5755/");
    String clip =
        new String(Files.readAllBytes(cut(source, 1, 5).file()), StandardCharsets.ISO_8859_1);
    assertThat(clip).doesNotContain("secret title").doesNotContain("+48.1374");
  }

  @Test
  void leavesNoWorkingFilesBehind() throws Exception {
    Clip clip = cut(TestVideos.pattern(10), 2.5, 8.4);
    assertThat(files(clip.file().getParent())).containsExactly(clip.file());
  }

  @Test
  void leavesNothingBehindWhenItFails() throws Exception {
    ClipRequest request = request(TestVideos.pattern(10), 2.5, 8.4);
    ClipCutter narrow =
        new ClipCutter(
            TestVideos.ffmpeg(new FfmpegLimits(Duration.ofMinutes(2), 4L << 30, 50_000)),
            EncoderSettings.defaults());
    assertThatThrownBy(() -> narrow.cut(request, progress -> {}))
        .isInstanceOf(FfmpegException.class)
        .hasMessage("ffmpeg wrote more than 0 MB");
    assertThat(files(request.output().getParent())).isEmpty();
  }

  @Test
  void saysThatThereIsNoPicture() throws Exception {
    ClipRequest request = request(TestVideos.pattern(4), 4.5, 6);
    assertThatThrownBy(() -> cutter.cut(request, progress -> {}))
        .isInstanceOf(FfmpegException.class)
        .hasMessage("there is no picture in this part of the video");
  }

  @Test
  void reportsRisingProgress() throws Exception {
    List<Double> seen = new ArrayList<>();
    ClipRequest request = request(TestVideos.pattern(10), 0.5, 9.5);
    cutter.cutByEncoding(request, seen::add);
    assertThat(seen).isSorted().endsWith(1.0).allMatch(p -> p >= 0 && p <= 1);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
