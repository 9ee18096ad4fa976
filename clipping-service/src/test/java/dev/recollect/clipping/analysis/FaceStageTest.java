package dev.recollect.clipping.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recollect.clipping.TestFaces;
import dev.recollect.clipping.domain.FaceTrack;
import dev.recollect.clipping.domain.Segment;
import dev.recollect.clipping.domain.SegmentRules;
import dev.recollect.clipping.domain.Segments;
import dev.recollect.clipping.domain.Sighting;
import dev.recollect.clipping.domain.Tracker;
import dev.recollect.clipping.domain.TrackingRules;
import dev.recollect.video.Ffmpeg;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoProbe;
import dev.recollect.vision.FaceEmbedding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaceStageTest {
  private static final double SAME_PERSON = 0.42;
  private static final TrackingRules RULES = TrackingRules.forModel(SAME_PERSON);

  private final Ffmpeg ffmpeg = TestVideos.ffmpeg();

  private List<FaceTrack> tracks(Path video, VideoInfo info, Duration chunkLength)
      throws Exception {
    FrameSampler sampler =
        new FrameSampler(ffmpeg, SamplingSettings.DEFAULTS, Duration.ofMinutes(2));
    List<FaceTrack> tracks = new ArrayList<>();
    for (Chunk chunk : Chunk.of(info.duration(), chunkLength)) {
      FaceStage stage =
          new FaceStage(TestFaces.detector(), TestFaces.embedder(), new Tracker(RULES));
      new AnalysisPass(sampler).run(VideoInput.file(video), info, chunk, List.of(stage));
      tracks.addAll(stage.finish());
    }
    return tracks;
  }

  @Test
  void findsEachPersonWhenTheyAreThere() throws Exception {
    assumeTrue(TestFaces.portraits().isPresent(), TestFaces.NONE);
    Path folder = TestFaces.portraits().get();
    // Obama 0 to 3.2 s, nobody to 5.12, Miranda to 8.32, Obama in another photo to 10.
    Path video =
        TestFaces.video(
            new TestFaces.Scene(folder.resolve("obama.jpg"), 3.2),
            TestFaces.Scene.empty(1.92),
            new TestFaces.Scene(folder.resolve("lin-manuel-miranda.png"), 3.2),
            new TestFaces.Scene(folder.resolve("obama2.jpg"), 1.68));
    VideoInfo info = new VideoProbe(ffmpeg).probe(VideoInput.file(video));

    List<FaceTrack> tracks = tracks(video, info, Duration.ofMinutes(1));

    FaceEmbedding obama = TestFaces.selfie(folder.resolve("obama3.jpg"));
    FaceEmbedding miranda = TestFaces.selfie(folder.resolve("lin-manuel-miranda.png"));
    assertThat(times(tracks, obama)).allMatch(t -> t < 3_200 || t >= 8_320);
    assertThat(times(tracks, miranda)).allMatch(t -> t >= 5_120 && t < 8_320);
    // Every half second that someone is there, they are seen.
    assertThat(times(tracks, obama)).hasSizeGreaterThanOrEqualTo(7 + 3);
    assertThat(times(tracks, miranda)).hasSizeGreaterThanOrEqualTo(6);
    assertThat(tracks).allSatisfy(t -> assertThat(t.embeddings()).hasSizeBetween(1, 5));
    assertThat(segments(tracks, miranda, info))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.start().toMillis()).isBetween(3_100L, 3_600L);
              assertThat(s.end().toMillis()).isBetween(9_800L, 10_000L);
            });
  }

  @Test
  void chunksLoseNoSighting() throws Exception {
    assumeTrue(TestFaces.portraits().isPresent(), TestFaces.NONE);
    Path folder = TestFaces.portraits().get();
    Path video = TestFaces.video(new TestFaces.Scene(folder.resolve("obama.jpg"), 4));
    VideoInfo info = new VideoProbe(ffmpeg).probe(VideoInput.file(video));
    FaceEmbedding obama = TestFaces.selfie(folder.resolve("obama3.jpg"));

    List<FaceTrack> whole = tracks(video, info, Duration.ofMinutes(1));
    List<FaceTrack> parts = tracks(video, info, Duration.ofSeconds(1));

    assertThat(whole).hasSize(1);
    assertThat(parts).hasSize(4);
    assertThat(times(whole, obama))
        .containsExactly(0L, 520L, 1000L, 1520L, 2000L, 2520L, 3000L, 3520L);
    assertThat(times(parts, obama)).isEqualTo(times(whole, obama));
  }

  @Test
  void nobodyIsInAPattern() throws Exception {
    Path video = TestVideos.pattern(4);
    VideoInfo info = new VideoProbe(ffmpeg).probe(VideoInput.file(video));
    assertThat(tracks(video, info, Duration.ofMinutes(1))).isEmpty();
  }

  private static List<Long> times(List<FaceTrack> tracks, FaceEmbedding person) {
    return sightings(tracks, person).stream().map(Duration::toMillis).sorted().toList();
  }

  private static List<Duration> sightings(List<FaceTrack> tracks, FaceEmbedding person) {
    return tracks.stream()
        .filter(
            track ->
                track.embeddings().stream().anyMatch(look -> look.cosine(person) >= SAME_PERSON))
        .flatMap(track -> track.sightings().stream())
        .map(Sighting::time)
        .toList();
  }

  private static List<Segment> segments(
      List<FaceTrack> tracks, FaceEmbedding person, VideoInfo info) {
    return new Segments(SegmentRules.DEFAULTS).of(sightings(tracks, person), info.duration());
  }
}
