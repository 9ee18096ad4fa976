package dev.recollect.photos.process;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recollect.testkit.JsonAnswer;
import dev.recollect.testkit.StorageProxy;
import io.restassured.response.Response;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL and the object storage killed in the middle of an ingest, and started again on what
 * they left: with uploads sent again until they are taken in, every photo is there, once.
 */
class StoreKillIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int ROUNDS = 3;

  /** Goes to the storage in parts. */
  private static final int LARGE = 12_000_000;

  private static final int MEDIUM = 300_000;

  private static final String ROWS = "select photo_id || ' ' || encode(sha256, 'hex') from photo";

  @Test
  void killedStoresLoseNoPhotoAndKeepNothingElse() throws Exception {
    try (PrivateStores stores = PrivateStores.start("store-kill");
        StorageProxy proxy = new StorageProxy(stores.storageEndpoint())) {
      Backing backing = stores.backing();
      Map<String, String> settings = backing.settings();
      settings.put("recollect.storage.endpoint", proxy.endpoint());
      settings.put("recollect.jobs.heartbeat", "1s");
      settings.put("recollect.jobs.back-off", "1s");
      settings.put("recollect.jobs.polling", "200ms");
      SteadyUploads uploads;
      try (ServiceProcess service = ServiceProcess.start("store-kill", settings)) {
        long eventId = KillIT.newEvent(service);
        uploads = new SteadyUploads(StoreKillIT::photo, photo -> send(service, eventId, photo));
        for (int round = 0; round < ROUNDS; round++) {
          awaitMore(uploads);
          int refused = uploads.refused();
          stores.killDatabase();
          if (round > 0) {
            await().atMost(PATIENCE).until(() -> uploads.refused() > refused);
          }
          stores.startDatabase();
        }
        proxy.stallUpload("/originals-");
        await().atMost(PATIENCE).until(proxy::hasStalled);
        for (int round = 0; round < ROUNDS; round++) {
          stores.killStorage();
          stores.startStorage();
          awaitMore(uploads);
        }
        uploads.stop();
        int photos = uploads.accepted().size();
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  JsonNode progress = progress(service, eventId);
                  assertThat(progress.get("shown").intValue()).isEqualTo(photos);
                  assertThat(progress.get("dead").intValue()).isZero();
                });
        assertThat(uploads.otherAnswers())
            .allMatch(
                answer -> answer.startsWith("503 The ") && answer.endsWith("try again shortly"));
      }
      everyAcceptedPhotoIsThereOnce(backing, uploads);
      nothingElseStays(stores, backing, settings);
    }
  }

  private static void everyAcceptedPhotoIsThereOnce(Backing backing, SteadyUploads uploads)
      throws Exception {
    assertThat(backing.texts(ROWS)).containsExactlyInAnyOrderElementsOf(uploads.checksums());
    assertThat(backing.number("select count(distinct sha256) from photo"))
        .isEqualTo(uploads.accepted().size());
    List<String> keys = backing.texts("select object_key from photo order by object_key");
    assertThat(backing.checksumsOfOriginals(keys))
        .isEqualTo(
            backing.texts(
                "select object_key || ' ' || encode(sha256, 'hex') from photo order by object_key"));
    assertThat(
            backing.number(
                "select count(distinct photo_id) from change join photo using (event_id, photo_id)"))
        .isEqualTo(uploads.accepted().size());
  }

  /** Not among the objects, and not where the storage keeps what it was writing. */
  private static void nothingElseStays(
      PrivateStores stores, Backing backing, Map<String, String> settings) throws Exception {
    // What belongs to nobody at that age may be what is being stored just then: nothing is, here.
    settings.put("recollect.upkeep.orphan-age", "0s");
    settings.put("recollect.upkeep.orphan-pause", "1s");
    try (ServiceProcess service = ServiceProcess.start("store-kill", settings)) {
      assertThat(service.isAlive()).isTrue();
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .untilAsserted(
              () -> {
                assertThat(stores.files("originals-"))
                    .containsExactlyInAnyOrderElementsOf(
                        backing.texts("select object_key from photo"));
                assertThat(stores.files("renditions-"))
                    .containsExactlyInAnyOrderElementsOf(
                        backing.texts(
                            """
                            select object_key || '/' || rendition_version || '/' || size || '.jpg'
                              from photo cross join (values ('large'), ('small')) as each (size)
                            """));
              });
    }
  }

  /** Of several sizes, so that they meet the kill at different places. */
  private static byte[] photo(int number) {
    return Photographer.photo(number, number % 6 == 5 ? LARGE : MEDIUM);
  }

  private static void awaitMore(SteadyUploads uploads) {
    int before = uploads.accepted().size();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> uploads.accepted().size() >= before + 6);
  }

  private static JsonNode progress(ServiceProcess service, long eventId) {
    return JsonAnswer.field(
        service.as(OPERATOR_KEY).get("/api/v1/admin/events/{e}/progress", eventId).asString(),
        "/data");
  }

  private static Response send(ServiceProcess service, long eventId, byte[] photo) {
    return service
        .as(OPERATOR_KEY)
        .multiPart("files", "p.jpg", photo, "image/jpeg")
        .post("/api/v1/admin/events/{e}/photos", eventId);
  }
}
