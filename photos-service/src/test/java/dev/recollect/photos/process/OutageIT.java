package dev.recollect.photos.process;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.testkit.DocumentedExamples;
import dev.recollect.testkit.JsonAnswer;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the service depends on goes away and comes back. */
class OutageIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Of the uploads; the log is written on by every run. */
  private final String requestId = "outage-" + System.nanoTime();

  private String uploadKey;

  @Test
  void anOutageOfStorageOrDatabaseIsAClearAnswerAndPasses() throws Exception {
    try (PrivateStores stores = PrivateStores.start("outage")) {
      Backing backing = stores.backing();
      Map<String, String> settings = backing.settings();
      settings.put("recollect.storage.connect-timeout", "2s");
      try (ServiceProcess service = ServiceProcess.start("outage", settings)) {
        long eventId = KillIT.newEvent(service);
        uploadKey = newKeyOf("Jane Doe", service);
        byte[] photo = TestPhotos.jpeg(1, 320, 240);

        stores.stopStorage();
        Response down = send(service, eventId, photo);
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.jsonPath().getString("message"))
            .isEqualTo("The object storage does not answer (put); try again shortly");
        assertThat(backing.number("select count(*) from photo")).isZero();
        assertThat(backing.number("select count(*) from work_item")).isZero();
        assertThat(service.as(OPERATOR_KEY).get("/q/health/ready").statusCode()).isEqualTo(503);
        stores.startStorage();
        awaitStored(service, eventId, photo);
        awaitShown(service, eventId, 1);

        DocumentedExamples documented =
            new DocumentedExamples(
                service.as(OPERATOR_KEY).get("/q/openapi?format=json").asString());
        SteadyUploads uploads =
            new SteadyUploads(OutageIT::small, small -> send(service, eventId, small));
        restartUnderLoad(stores, service, eventId, uploads, documented);
        service.awaitReady();
        awaitStored(service, eventId, TestPhotos.jpeg(2, 320, 240));
        awaitShown(service, eventId, uploads.accepted().size() + 2);
        everyAcceptedPhotoIsThereOnce(backing, uploads);
        assertThat(service.log())
            .contains("[" + requestId + "] request failed: ")
            .doesNotContain(OPERATOR_KEY, uploadKey, "Jane", "Doe", stores.storageSecret());
      }
    }
  }

  private static byte[] small(int number) {
    return TestPhotos.jpeg(100 + number, 160, 120);
  }

  /** With its row and its object; objects of refused ones are left to the sweep. */
  private static void everyAcceptedPhotoIsThereOnce(Backing backing, SteadyUploads uploads)
      throws Exception {
    assertThat(backing.texts("select photo_id from photo"))
        .hasSize(uploads.accepted().size() + 2)
        .doesNotHaveDuplicates()
        .containsAll(uploads.accepted());
    assertThat(uploads.accepted()).doesNotHaveDuplicates();
    List<String> originals = backing.texts("select object_key from photo");
    List<String> objects = backing.keys("originals-");
    assertThat(objects).doesNotHaveDuplicates().containsAll(originals);
    assertThat(objects)
        .filteredOn(key -> !originals.contains(key))
        .hasSizeLessThanOrEqualTo(uploads.refused())
        .allMatch(key -> StorageKeys.ownerOf(key).isPresent());
  }

  /** Every answer meanwhile is a right one or a 503 in the envelope. */
  private void restartUnderLoad(
      PrivateStores stores,
      ServiceProcess service,
      long eventId,
      SteadyUploads uploads,
      DocumentedExamples documented)
      throws Exception {
    Set<String> answers = ConcurrentHashMap.newKeySet();
    AtomicReference<String> last = new AtomicReference<>("");
    AtomicBoolean stop = new AtomicBoolean();
    Thread load =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!stop.get()) {
                    Response answer = progress(service, eventId);
                    last.set(answer.statusCode() + " " + answer.jsonPath().getString("message"));
                    answers.add(last.get());
                  }
                });
    await().atMost(LIMIT).until(() -> last.get().equals("200 Progress"));
    await().atMost(LIMIT).until(() -> uploads.accepted().size() >= 4);
    stores.stopDatabase();
    await().atMost(LIMIT).until(() -> last.get().startsWith("503"));
    await().atMost(LIMIT).until(() -> uploads.refused() >= 2);
    documented.check(
        "GET",
        "/api/v1/admin/events/{event_id}/progress",
        503,
        progress(service, eventId).asString());
    stores.startDatabase();
    await().atMost(LIMIT).until(() -> last.get().equals("200 Progress"));
    int before = uploads.accepted().size();
    await().atMost(LIMIT).until(() -> uploads.accepted().size() > before + 2);
    stop.set(true);
    load.join();
    uploads.stop();
    assertThat(uploads.otherAnswers())
        .containsExactly("503 The database does not answer; try again shortly");
    assertThat(answers)
        .containsExactlyInAnyOrder(
            "200 Progress", "503 The database does not answer; try again shortly");
  }

  private static String newKeyOf(String person, ServiceProcess service) {
    long organisation =
        service
            .as(OPERATOR_KEY)
            .get("/api/v1/admin/organisations")
            .jsonPath()
            .getLong("data.organisations[0].organisation_id");
    return service
        .as(OPERATOR_KEY)
        .contentType("application/json")
        .body(Map.of("name", person, "scopes", List.of("ingest")))
        .post("/api/v1/admin/organisations/{o}/keys", organisation)
        .jsonPath()
        .getString("data.key");
  }

  private static Response progress(ServiceProcess service, long eventId) {
    return service.as(OPERATOR_KEY).get("/api/v1/admin/events/{e}/progress", eventId);
  }

  private static void awaitShown(ServiceProcess service, long eventId, int photos) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                JsonAnswer.field(progress(service, eventId).asString(), "/data/shown").intValue()
                    == photos);
  }

  /** A connection from before the outage may cost another 503: then nothing was stored. */
  private void awaitStored(ServiceProcess service, long eventId, byte[] photo) {
    Response answer =
        await()
            .atMost(LIMIT)
            .until(() -> send(service, eventId, photo), sent -> sent.statusCode() != 503);
    assertThat(answer.jsonPath().getString("data.files[0].status")).isEqualTo("stored");
  }

  private Response send(ServiceProcess service, long eventId, byte[] photo) {
    return service
        .as(uploadKey)
        .header("X-Request-Id", requestId)
        .multiPart("files", "Jane-Doe.jpg", photo, "image/jpeg")
        .post("/api/v1/admin/events/{e}/photos", eventId);
  }
}
