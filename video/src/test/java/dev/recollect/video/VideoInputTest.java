package dev.recollect.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.video.VideoInput.StoredObject;
import dev.recollect.video.VideoServer.Behaviour;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoInputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Where silence is what is tested. */
  private static final Duration IMPATIENCE = Duration.ofSeconds(1);

  private final Ffmpeg ffmpeg = TestVideos.ffmpeg();
  private final VideoProbe probe = new VideoProbe(ffmpeg);

  /** Larger than what is read ahead before the first packet. */
  private static Path video() {
    return TestVideos.pattern(8, "-crf", "5", "-movflags", "+faststart");
  }

  private static VideoInput stored(VideoServer server) {
    return new StoredObject(server.url(), PATIENCE);
  }

  private static VideoInput silent(VideoServer server) {
    return new StoredObject(server.url(), IMPATIENCE);
  }

  @Test
  void anObjectInStorageIsTheSameVideoAsTheFile() throws Exception {
    try (VideoServer server = VideoServer.of(video())) {
      VideoInfo stored = probe.probe(VideoInput.url(server.url()));
      assertThat(stored).isEqualTo(probe.probe(VideoInput.file(video())));
      assertThat(stored.frames()).isEqualTo(240);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FORBIDDEN,   'Server returned 403 Forbidden (access denied)'",
    "OVERLOADED,  Server returned 5XX Server Error reply",
    "REDIRECTING, Input/output error",
    "SILENT,      Connection timed out"
  })
  void storageThatGivesNoneOrHalfOfItIsNotTheVideosFault(Behaviour behaviour, String reason) {
    try (VideoServer server = VideoServer.of(video()).behaving(behaviour)) {
      VideoInput input = behaviour == Behaviour.SILENT ? silent(server) : stored(server);
      assertThatThrownBy(() -> probe.probe(input))
          .isInstanceOf(VideoUnreachableException.class)
          .hasMessage("the storage does not give the video: " + reason)
          .satisfies(VideoInputTest::assertNoSignature);
      assertThat(server.paths()).containsOnly("/bucket/event/7/video.mp4");
    }
  }

  @Test
  void aBrokenConnectionIsNotTheVideosFault() {
    try (VideoServer server = VideoServer.of(video()).behaving(Behaviour.BREAKING)) {
      assertThatThrownBy(() -> probe.probe(stored(server)))
          .isInstanceOf(VideoUnreachableException.class)
          .hasMessageStartingWith(
              "the storage does not give the video: Stream ends prematurely at ")
          .satisfies(VideoInputTest::assertNoSignature);
    }
  }

  @Test
  void aServerThatIsGoneIsNotTheVideosFault() {
    VideoServer server = VideoServer.of(video());
    server.close();
    assertThatThrownBy(() -> probe.probe(stored(server)))
        .isInstanceOf(VideoUnreachableException.class)
        .hasMessage("the storage does not give the video: Connection refused")
        .satisfies(VideoInputTest::assertNoSignature);
  }

  private static void assertNoSignature(Throwable failure) {
    assertThat(failure).isInstanceOf(FfmpegException.class);
    assertThat(failure.getMessage()).doesNotContain("http:", "127.0.0.1", "bucket");
    assertThat(failure.toString() + ((FfmpegException) failure).log())
        .doesNotContain("X-Amz", "Signature", "0123456789abcdef", "?", "bucket");
  }

  @Test
  void picturesFromSilentStorageEndInAnError() throws Exception {
    try (VideoServer server = VideoServer.of(video()).behaving(Behaviour.SILENT)) {
      List<String> arguments = new ArrayList<>(silent(server).arguments());
      arguments.addAll(List.of("-map", "0:V:0", "-f", "null", "-"));
      assertThatThrownBy(() -> ffmpeg.run(arguments, progress -> {}))
          .isInstanceOf(VideoUnreachableException.class)
          .satisfies(VideoInputTest::assertNoSignature);
    }
  }

  @Test
  void aVideoThatIsCutOffIsRefusedWhereverItLies() throws Exception {
    byte[] whole = Files.readAllBytes(video());
    Path half = TestVideos.folder("half-stored").resolve("half.mp4");
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    try (VideoServer server = VideoServer.of(half)) {
      assertThatThrownBy(() -> probe.probe(stored(server)))
          .isInstanceOf(VideoRefusedException.class)
          .hasMessageStartingWith("The video is cut off: its header says 8.0 s");
    }
  }

  @Test
  void aStoredFileThatIsNoVideoIsRefused() throws Exception {
    Path text = TestVideos.folder("stored-text").resolve("video.mp4");
    Files.writeString(text, "this is no video\n".repeat(1000));
    try (VideoServer server = VideoServer.of(text)) {
      assertThatThrownBy(() -> probe.probe(stored(server)))
          .isInstanceOf(VideoRefusedException.class)
          .hasMessageStartingWith("The file cannot be read as a video: ");
    }
  }

  @Test
  void aRefusalIsBelievedOnlyIfASecondLookSaysSoToo() throws Exception {
    try (VideoServer server = VideoServer.of(video()).behaving(Behaviour.GARBLING_ONCE)) {
      assertThatThrownBy(() -> probe.probe(stored(server)))
          .isInstanceOf(VideoUnreachableException.class)
          .hasMessage("the storage does not give the video: its answers differ");
      assertThat(probe.probe(stored(server)).frames()).isEqualTo(240);
    }
  }

  @Test
  void aPlaylistInStorageIsNotFollowed() throws Exception {
    Path playlist = TestVideos.folder("stored-playlist").resolve("video.mp4");
    Files.writeString(playlist, "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/other.ts\n");
    try (VideoServer server = VideoServer.of(playlist)) {
      assertThatThrownBy(() -> probe.probe(stored(server)))
          .isInstanceOf(VideoRefusedException.class);
      assertThat(server.paths()).doesNotContain("/other.ts");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://host/x", "concat:a|b", "video.mp4"})
  void otherPlacesAreRefused(String url) {
    assertThatThrownBy(() -> VideoInput.url(URI.create(url.replace('|', '/'))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a stored video is read over http or https");
  }

  @Test
  void itsTextHasNoSignature() {
    VideoInput input =
        VideoInput.url(URI.create("https://s3.local:9000/b/v.mp4?X-Amz-Signature=1"));
    assertThat(input).hasToString("StoredObject[https://s3.local:9000/b/v.mp4]");
  }

  @Test
  void aServerWhoseCertificateNobodyVouchesForIsNotBelieved() throws Exception {
    try (TlsServer server = new TlsServer()) {
      assertThatThrownBy(() -> probe.probe(new StoredObject(server.url(), PATIENCE)))
          .isInstanceOf(VideoUnreachableException.class)
          .satisfies(VideoInputTest::assertNoSignature);
      assertThat(server.requests()).isZero();
    }
  }
}
