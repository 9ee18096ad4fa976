package dev.recollect.clipping.analysis;

import dev.recollect.clipping.TestFaces;
import dev.recollect.clipping.TestFaces.Scene;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Segments of ten people in one video against the truth. Run by {@code bench/segments.sh}; its name
 * keeps it out of the build's tests.
 */
class SegmentBenchmark {
  private static final int SCENES = 100;
  private static final double SAME_FACE = 0.42;

  /** A found segment counts when it shares this much of its union with a true one. */
  private static final double SHARED = 0.5;

  /** The product's own, but for the padding, which would be an error against the truth. */
  private static final SegmentRules RULES =
      new SegmentRules(
          Duration.ZERO,
          Duration.ZERO,
          SegmentRules.DEFAULTS.maxGap(),
          Duration.ofMillis(1),
          Duration.ofHours(1),
          SCENES);

  private final Ffmpeg ffmpeg = TestVideos.ffmpeg();
  private final List<Scene> scenes = new ArrayList<>();
  private final Map<Path, List<Segment>> truth = new TreeMap<>();
  private final Map<Path, Path> selfies = new TreeMap<>();

  @Test
  void segmentsAgainstTheTruth() throws Exception {
    compose(TestFaces.portraits().orElseThrow().resolveSibling("lfw-small"));
    Path video = TestFaces.video(scenes.toArray(Scene[]::new));
    VideoInfo info = new VideoProbe(ffmpeg).probe(VideoInput.file(video));
    List<FaceTrack> tracks = analyse(video, info);

    int found = 0;
    int expected = 0;
    int right = 0;
    double startError = 0;
    double endError = 0;
    for (Path person : truth.keySet()) {
      FaceEmbedding selfie = TestFaces.selfie(selfies.get(person));
      List<Duration> times =
          tracks.stream()
              .filter(
                  track -> track.embeddings().stream().anyMatch(l -> l.cosine(selfie) >= SAME_FACE))
              .flatMap(track -> track.sightings().stream())
              .map(Sighting::time)
              .toList();
      List<Segment> segments = new Segments(RULES).of(times, info.duration());
      found += segments.size();
      expected += truth.get(person).size();
      for (Segment segment : segments) {
        Optional<Segment> match =
            truth.get(person).stream().filter(t -> shared(t, segment) >= SHARED).findFirst();
        if (match.isPresent()) {
          right++;
          startError += seconds(match.get().start().minus(segment.start()).abs());
          endError += seconds(match.get().end().minus(segment.end()).abs());
        }
      }
    }
    String table =
        String.format(
            Locale.ROOT,
            "%d scenes, %.0f s, %d people; 2 pictures a second and the beginnings of shots; one"
                + " selfie a person, in none of the scenes%n"
                + "segments: %d true, %d found, %d right%n"
                + "precision %.3f, recall %.3f%n"
                + "mean boundary error: start %.2f s, end %.2f s%n",
            SCENES,
            seconds(info.duration()),
            truth.size(),
            expected,
            found,
            right,
            (double) right / found,
            (double) right / expected,
            startError / right,
            endError / right);
    Files.writeString(Path.of("target", "segment-benchmark.txt"), table);
  }

  /** A third of the scenes shows nobody; the others a photo that is nobody's selfie. */
  private void compose(Path folder) throws IOException {
    Random random = new Random(20261122);
    List<Path> people = sorted(folder);
    long millis = 0;
    for (int n = 0; n < SCENES; n++) {
      // Whole frames at 25 a second.
      long length = 1000 + 40L * random.nextInt(100);
      if (random.nextInt(3) == 0) {
        scenes.add(Scene.empty(length / 1000.0));
      } else {
        Path person = people.get(random.nextInt(people.size()));
        List<Path> photos = sorted(person);
        selfies.put(person, photos.getFirst());
        scenes.add(new Scene(photos.get(1 + random.nextInt(photos.size() - 1)), length / 1000.0));
        appears(person, new Segment(Duration.ofMillis(millis), Duration.ofMillis(millis + length)));
      }
      millis += length;
    }
  }

  /** Appearances that lie as close together as the rules allow are one segment. */
  private void appears(Path person, Segment scene) {
    List<Segment> segments = truth.computeIfAbsent(person, p -> new ArrayList<>());
    if (!segments.isEmpty()
        && scene.start().minus(segments.getLast().end()).compareTo(RULES.maxGap()) <= 0) {
      segments.add(new Segment(segments.removeLast().start(), scene.end()));
    } else {
      segments.add(scene);
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted(Comparator.naturalOrder()).toList();
    }
  }

  private List<FaceTrack> analyse(Path video, VideoInfo info) throws Exception {
    FaceStage faces =
        new FaceStage(
            TestFaces.detector(),
            TestFaces.embedder(),
            new Tracker(TrackingRules.forModel(SAME_FACE)));
    new AnalysisPass(new FrameSampler(ffmpeg, SamplingSettings.DEFAULTS, Duration.ofMinutes(10)))
        .run(
            VideoInput.file(video),
            info,
            new Chunk(0, Duration.ZERO, Duration.ofHours(1)),
            List.of(faces));
    return faces.finish();
  }

  private static double shared(Segment a, Segment b) {
    double start = Math.max(seconds(a.start()), seconds(b.start()));
    double end = Math.min(seconds(a.end()), seconds(b.end()));
    double both = Math.max(0, end - start);
    return both / (seconds(a.length()) + seconds(b.length()) - both);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
