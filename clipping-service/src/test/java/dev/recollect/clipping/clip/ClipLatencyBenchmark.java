package dev.recollect.clipping.clip;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.clipping.testing.Footage;
import dev.recollect.clipping.testing.SearchPeerResource;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.testkit.PhotosPeerResource;
import dev.recollect.testkit.RecollectServers;
import dev.recollect.video.FfmpegTools;
import dev.recollect.video.TestVideos;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Run by {@code bench/clip-latency.sh}; its name keeps it out of the build's tests. */
@QuarkusTest
@TestProfile(ClipLatencyBenchmark.LoggedTools.class)
class ClipLatencyBenchmark extends ServiceTest {
  private static final int ROUNDS = 20;
  private static final int WARM_UP = 5;
  private static final Path FOLDER = Path.of("target", "clip-latency").toAbsolutePath();

  /** The executables, which note when they start. */
  public static final class LoggedTools implements QuarkusTestProfile {
    /** In place of the ones of {@link ServiceTest}, of which one has an ffmpeg of its own. */
    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(
          new TestResourceEntry(RecollectServers.class, Map.of("schema", "clipping")),
          new TestResourceEntry(PhotosPeerResource.class),
          new TestResourceEntry(SearchPeerResource.class));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Files.createDirectories(FOLDER);
        FfmpegTools tools = FfmpegTools.find(Optional.empty(), System.getenv("PATH"));
        logged("ffmpeg", tools.ffmpeg());
        Path ffprobe = FOLDER.resolve("ffprobe");
        Files.deleteIfExists(ffprobe);
        Files.createSymbolicLink(ffprobe, tools.ffprobe());
        return Map.of("recollect.ffmpeg.folder", FOLDER.toString());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void logged(String name, Path tool) throws IOException {
      Path script = FOLDER.resolve(name);
      Files.deleteIfExists(log(name));
      Files.writeString(
          script, "#!/bin/sh\ndate +%%s%%N >> '%s'\nexec '%s' \"$@\"\n".formatted(log(name), tool));
      assertThat(script.toFile().setExecutable(true)).isTrue();
    }
  }

  private static Path log(String name) {
    return FOLDER.resolve(name + ".log");
  }

  @Inject Footage footage;

  @Test
  void fromTheRequestToFfmpeg() throws Exception {
    long event = TestLibrary.newEventId();
    peer.put(
        TestLibrary.event(event)
            .setClips(
                ClipSettings.newBuilder()
                    .setMinLengthSeconds(2)
                    .setMaxLengthSeconds(30)
                    .setMaxClipsPerVideo(1)
                    .setRetentionDays(30))
            .build());
    float[] face = footage.stranger();
    footage.video(event, 1, TestVideos.pattern(8));
    footage.seen(event, 1, 0, face, 3);
    String key = peer.key(TestLibrary.ORGANISATION, Scope.SCOPE_READ);

    List<Double> encoders = new ArrayList<>();
    List<Double> floor = new ArrayList<>();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long bare = now();
      new ProcessBuilder(FOLDER.resolve("ffmpeg").toString(), "-version")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      double spawned = startedAfter("ffmpeg", bare);
      UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
      long asked = now();
      cut(event, key, id);
      if (round >= 0) {
        floor.add(spawned);
        encoders.add(startedAfter("ffmpeg", asked));
      }
    }

    String table =
        String.format(
            Locale.ROOT,
            "median of %d, milliseconds; %d cores%n"
                + "spawning ffmpeg bare %.0f%n"
                + "from POST to ffmpeg %.0f%n",
            ROUNDS,
            Runtime.getRuntime().availableProcessors(),
            median(floor),
            median(encoders));
    Files.writeString(Path.of("target", "clip-latency.txt"), table);
  }

  private static void cut(long event, String key, UUID id) {
    String path =
        "/api/v1/ext/%d/event/%d/video-clipping/".formatted(TestLibrary.ORGANISATION, event);
    given()
        .header("X-API-Key", key)
        .multiPart("request_id", id.toString())
        .post(path + "search-by-selfie")
        .then()
        .statusCode(200);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> given().header("X-API-Key", key).get(path + id).path("data.status"),
            "completed"::equals);
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  /** Milliseconds from then to the first start of a tool afterwards. */
  private static double startedAfter(String tool, long nanos) throws IOException {
    return Files.readAllLines(log(tool)).stream()
                .mapToLong(Long::parseLong)
                .filter(start -> start >= nanos)
                .min()
                .orElseThrow()
            / 1e6
        - nanos / 1e6;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
