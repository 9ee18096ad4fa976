package dev.recollect.launcher.demo;

import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.client.Retry;
import dev.recollect.launcher.client.SuiteClient;
import dev.recollect.launcher.ingest.Progress;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;

/** Waits until search has looked at every photo of an event. */
final class IndexWait {
  private static final Retry RETRY = new Retry(10, Duration.ofMillis(500), Duration.ofSeconds(5));
  private static final Duration POLL = Duration.ofMillis(500);

  private final SuiteClient client;
  private final DemoEvent event;

  IndexWait(SuiteClient client, DemoEvent event) {
    this.client = client;
    this.event = event;
  }

  /**
   * Waits, with a progress bar.
   *
   * @param photos how many the event has; search hears of them a moment later
   * @return how many of them could not be indexed
   */
  long run(long photos) throws ApiException, IOException {
    try (Progress progress = new Progress("indexing", photos)) {
      while (true) {
        JsonObject index =
            RETRY.run(() -> client.get("/api/v1/admin/events/%d/index".formatted(event.eventId())));
        long done = index.getLong("indexed") + index.getLong("failed");
        progress.to(Math.min(done, photos), Math.max(photos, index.getLong("total")));
        if (done >= photos && index.getLong("pending") == 0) {
          return index.getLong("failed");
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailedException("interrupted while photos are indexed", e);
    }
  }
}
