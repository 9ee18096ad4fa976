package dev.recollect.clipping.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegLimits;
import dev.recollect.video.FfmpegMissingException;
import dev.recollect.video.FfmpegTools;
import dev.recollect.video.Packet;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ffmpeg of the build, on a system that has none. */
class PackagedFfmpegTest {
  private static final String NOTHING = "";

  @TempDir Path folder;

  private List<String> unpacked() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void looksAtAVideoAndCutsIt() throws Exception {
    FfmpegTools tools = FfmpegTools.find(Optional.empty(), NOTHING, folder);
    Ffmpeg ffmpeg = new Ffmpeg(tools, new FfmpegLimits(Duration.ofMinutes(2), 4L << 30, 1L << 30));
    VideoInput source = VideoInput.file(TestVideos.pattern(4));
    List<Packet> packets = new ArrayList<>();
    VideoInfo info = new VideoProbe(ffmpeg).probe(source, packets::add);
    assertThat(info.frames()).isEqualTo(120);

    Path output = TestVideos.folder("packaged").resolve("clip.mp4");
    new ClipCutter(ffmpeg, EncoderSettings.defaults())
        .cut(
            new ClipRequest(
                source, info, (from, to) -> packets, 0.5, 1.5, Optional.empty(), output),
            progress -> {});

    VideoInfo clip = new VideoProbe(TestVideos.ffmpeg()).probe(VideoInput.file(output));
    assertThat(clip.frames()).isEqualTo(30);
    assertThat(clip.video().codec()).isEqualTo("h264");
    assertThat(clip.audio().orElseThrow().codec()).isEqualTo("aac");
  }

  @Test
  void isUnpackedOnceAndBesideOthers() throws Exception {
    Path half = Files.createDirectories(folder.resolve(".unfinished"));
    Files.writeString(half.resolve("ffmpeg"), "left by a killed process");

    FfmpegTools first = FfmpegTools.find(Optional.empty(), NOTHING, folder);
    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(first.ffmpeg(), longAgo);
    FfmpegTools second = FfmpegTools.find(Optional.empty(), NOTHING, folder);

    assertThat(second).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(first.ffmpeg())).isEqualTo(longAgo);
    assertThat(first.ffmpeg()).isExecutable();
    assertThat(first.ffprobe()).isExecutable();
    assertThat(unpacked())
        .containsExactly(".lock", first.ffmpeg().getParent().getFileName().toString());
    assertThat(unpacked().getLast()).startsWith("8.0.1-1.5.13-");
  }

  @Test
  void standsInForNoFolderThatWasChosen() throws Exception {
    Path chosen = Files.createDirectories(folder.resolve("chosen"));

    assertThatThrownBy(() -> FfmpegTools.find(Optional.of(chosen), NOTHING, folder))
        .isInstanceOf(FfmpegMissingException.class)
        .hasMessageContaining("set recollect.ffmpeg.folder");
    assertThat(unpacked()).containsExactly("chosen");
  }

  @Test
  void theSystemsOwnComesFirst() throws Exception {
    FfmpegTools own = FfmpegTools.find(Optional.empty(), System.getenv("PATH"));

    assertThat(FfmpegTools.find(Optional.empty(), System.getenv("PATH"), folder)).isEqualTo(own);
    assertThat(unpacked()).isEmpty();
  }
}
