package dev.recollect.photos.process;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.embedded.EmbeddedObjectStorage;
import dev.recollect.embedded.EmbeddedPostgres;
import dev.recollect.embedded.LoopbackPort;
import dev.recollect.embedded.ObjectStorageSettings;
import dev.recollect.embedded.PostgresSettings;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.testkit.DocumentedExamples;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private final Path folder = folder();

  /** Of the uploads; the log is written on by every run. */
  private final String requestId = "outage-" + System.nanoTime();

  private String uploadKey;
  private final PostgresSettings postgres =
      new PostgresSettings(
          folder.resolve("postgres"),
          folder.resolve("postgres.log"),
          LoopbackPort.free(),
          "recollect",
          "a-password-for-tests",
          Map.of("fsync", "off"));
  private final ObjectStorageSettings storage =
      new ObjectStorageSettings(
          Path.of(System.getProperty("recollect.root"), "embedded/s3proxy/target/lib"),
          folder.resolve("buckets"),
          folder.resolve("storage"),
          folder.resolve("storage.log"),
          LoopbackPort.free(),
          "outage-access-key",
          "outage-secret-key",
          128,
          true);

  /** Where the account that PostgreSQL runs under can reach it, whoever runs the tests. */
  private static Path folder() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "recollect-outage-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
  }

  @Test
  void anOutageOfStorageOrDatabaseIsAClearAnswerAndPasses() throws Exception {
    Files.createDirectories(folder);
    EmbeddedObjectStorage objects = EmbeddedObjectStorage.start(storage);
    EmbeddedPostgres database = EmbeddedPostgres.start(postgres);
    try {
      database.createDatabase("recollect");
      Backing backing = backing(database, objects);
      Map<String, String> settings = backing.settings();
      settings.put("recollect.storage.connect-timeout", "2s");
      try (ServiceProcess service = ServiceProcess.start("outage", settings)) {
        long eventId = KillIT.newEvent(service);
        uploadKey = newKeyOf("Jane Doe", service);
        byte[] photo = TestPhotos.jpeg(1, 320, 240);

        objects.close();
        Response down = send(service, eventId, photo);
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.jsonPath().getString("message"))
            .isEqualTo("The object storage does not answer (put); try again shortly");
        assertThat(backing.number("select count(*) from photo")).isZero();
        assertThat(backing.number("select count(*) from work_item")).isZero();
        assertThat(service.as(OPERATOR_KEY).get("/q/health/ready").statusCode()).isEqualTo(503);
        objects = EmbeddedObjectStorage.start(storage);
        awaitStored(service, eventId, photo);
        awaitShown(service, eventId, 1);

        DocumentedExamples documented =
            new DocumentedExamples(
                service.as(OPERATOR_KEY).get("/q/openapi?format=json").asString());
        SteadyUploads uploads = new SteadyUploads(100, small -> send(service, eventId, small));
        database = restartUnderLoad(database, service, eventId, uploads, documented);
        service.awaitReady();
        awaitStored(service, eventId, TestPhotos.jpeg(2, 320, 240));
        awaitShown(service, eventId, uploads.accepted().size() + 2);
        everyAcceptedPhotoIsThereOnce(backing, uploads);
        assertThat(service.log())
            .contains("[" + requestId + "] request failed: ")
            .doesNotContain(OPERATOR_KEY, uploadKey, "Jane", "Doe", storage.secretKey());
      }
    } finally {
      database.close();
      objects.close();
      delete(folder);
    }
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
  private EmbeddedPostgres restartUnderLoad(
      EmbeddedPostgres database,
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
    database.close();
    await().atMost(LIMIT).until(() -> last.get().startsWith("503"));
    await().atMost(LIMIT).until(() -> uploads.refused() >= 2);
    documented.check(
        "GET",
        "/api/v1/admin/events/{event_id}/progress",
        503,
        progress(service, eventId).asString());
    EmbeddedPostgres restarted = EmbeddedPostgres.start(postgres);
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
    return restarted;
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
        .until(() -> progress(service, eventId).jsonPath().getInt("data.shown") == photos);
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

  private Backing backing(EmbeddedPostgres database, EmbeddedObjectStorage objects) {
    String url = database.jdbcUrl("recollect");
    return new Backing(
        url + "?currentSchema=photos,public",
        url.replaceFirst("^jdbc:", "vertx-reactive:") + "?search_path=photos%2Cpublic",
        postgres.user(),
        postgres.password(),
        objects.endpoint(),
        storage.accessKey(),
        storage.secretKey(),
        "outage");
  }

  private static void delete(Path folder) throws java.io.IOException {
    try (java.util.stream.Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
