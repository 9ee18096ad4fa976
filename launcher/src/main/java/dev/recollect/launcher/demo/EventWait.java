package dev.recollect.launcher.demo;

import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.client.Retry;
import dev.recollect.launcher.client.SuiteClient;
import dev.recollect.launcher.ingest.Progress;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Waits, with progress bars, until everything that the suite does with the photos and videos of an
 * event is done.
 */
final class EventWait {
  private static final Retry RETRY = new Retry(10, Duration.ofMillis(500), Duration.ofSeconds(5));
  private static final Duration POLL = Duration.ofMillis(300);

  /** Nothing moves for so long: something is wrong that waiting does not mend. */
  private static final Duration STALL_LIMIT = Duration.ofMinutes(3);

  private final SuiteClient client;
  private final String eventPath;
  private long accepted;

  EventWait(SuiteClient client, DemoEvent event) {
    this.client = client;
    this.eventPath = "/api/v1/admin/events/" + event.eventId();
  }

  /**
   * How far one piece of work is.
   *
   * @param givenUp how many of those done were given up
   */
  record State(long done, long total, long givenUp, boolean finished) {}

  /** Waits for previews and thumbnails; returns how many could not be made. */
  long renditions() throws ApiException, IOException {
    return await(
        "renditions",
        "/progress",
        json -> {
          long photos = json.getLong("photos");
          long dead = json.getLong("dead");
          long shown = json.getLong("shown");
          return new State(
              shown + dead, photos, dead, json.getLong("pending") == 0 && shown + dead >= photos);
        });
  }

  /** Waits for search to have looked at so many photos; returns how many it could not read. */
  long index(long photos) throws ApiException, IOException {
    return await(
        "indexing",
        "/index",
        json -> {
          long failed = json.getLong("failed");
          long done = json.getLong("indexed") + failed;
          // Search hears of a photo a moment after it is taken in, so its own total may still grow.
          long total = Math.max(photos, json.getLong("total"));
          return new State(done, total, failed, json.getLong("pending") == 0 && done >= photos);
        });
  }

  /** Waits for the event's videos to be accepted; returns how many were refused. */
  long videos() throws ApiException, IOException {
    return await(
        "videos",
        "/videos?page_size=100",
        json -> {
          List<String> states =
              json.getJsonArray("videos").stream()
                  .map(video -> ((JsonObject) video).getString("state"))
                  .toList();
          long refused = states.stream().filter("refused"::equals).count();
          accepted = states.stream().filter("accepted"::equals).count();
          long done = accepted + refused;
          return new State(done, states.size(), refused, done == states.size());
        });
  }

  /** Waits for the accepted videos to be looked through; returns how many were given up. */
  long analysis() throws ApiException, IOException {
    return await(
        "analysis",
        "/analysis",
        json -> {
          long failed = json.getLong("failed");
          boolean known = json.getLong("total") >= accepted;
          // In percent: videos are few and long.
          return new State(
              Math.round(json.getDouble("progress_percent")),
              100,
              failed,
              known && json.getLong("pending") == 0);
        });
  }

  private long await(String task, String path, Function<JsonObject, State> read)
      throws ApiException, IOException {
    try (Progress progress = new Progress(task, 0)) {
      State last = new State(-1, 0, 0, false);
      long moved = System.nanoTime();
      while (true) {
        State state = read.apply(RETRY.run(() -> client.get(eventPath + path)));
        if (!state.equals(last)) {
          last = state;
          moved = System.nanoTime();
        }
        progress.to(Math.min(state.done(), state.total()), state.total());
        if (state.finished()) {
          return state.givenUp();
        }
        if (System.nanoTime() - moved > STALL_LIMIT.toNanos()) {
          throw new StartFailedException(
              task + " has stopped at " + state.done() + " of " + state.total() + "; see the logs");
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailedException("interrupted while waiting for " + task, e);
    }
  }
}
