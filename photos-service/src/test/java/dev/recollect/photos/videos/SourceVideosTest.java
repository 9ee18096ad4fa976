package dev.recollect.photos.videos;

import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.sun.net.httpserver.HttpServer;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.MultipartUploads;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.FirstRounds;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.ingest.IngestConfig;
import dev.recollect.photos.ingest.IngestPool;
import dev.recollect.proto.library.v1.Change;
import dev.recollect.proto.library.v1.DeletedSourceVideo;
import dev.recollect.proto.library.v1.LibraryService;
import dev.recollect.proto.library.v1.Original;
import dev.recollect.proto.library.v1.SourceVideo;
import io.agroal.api.AgroalDataSource;
import io.quarkus.grpc.GrpcClient;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@PhotosTest
class SourceVideosTest {
  private static final int PART = 5 << 20;

  @GrpcClient("photos")
  LibraryService library;

  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;
  @Inject Database database;
  @Inject AgroalDataSource dataSource;
  @Inject VideoUpkeepJob upkeep;
  @Inject VideoChecksumJob checksums;
  @Inject LeftoverPartsJob leftovers;
  @Inject MultipartUploads multipart;
  @Inject IngestPool ingestPool;
  @Inject IngestConfig ingestConfig;

  @TempDir Path folder;

  @BeforeEach
  void awaitFirstRounds() {
    FirstRounds.awaitCompaction(dataSource);
  }

  @Test
  void aVideoOfARequestIsLookedAtAndTold() throws Exception {
    Films films = Films.of(newOrganiser("Video sent"));
    byte[] bytes = Files.readAllBytes(Films.small());
    films
        .organiser()
        .request()
        .multiPart("file", "Zieleinlauf 1.mp4", bytes, "video/mp4")
        .multiPart("source_video_key", "7")
        .multiPart("start_time", "2026-05-09T10:15:30.5+02:00")
        .post(Films.VIDEOS, films.eventId())
        .then()
        .statusCode(200)
        .body("message", equalTo("Source video received"))
        .body("data.source_video_key", equalTo(7))
        .body("data.state", equalTo("probing"))
        .body("data.size_bytes", equalTo(bytes.length))
        .body("data.codec", nullValue());

    JsonPath accepted = films.outcome(7);

    assertThat(accepted.getString("data.state")).isEqualTo("accepted");
    assertThat(accepted.getString("data.reason")).isNull();
    assertThat(accepted.getString("data.filename")).isEqualTo("Zieleinlauf 1.mp4");
    assertThat(accepted.getString("data.start_time")).isEqualTo("2026-05-09T08:15:30.500Z");
    assertThat(accepted.getString("data.sha256")).isEqualTo(HexFormat.of().formatHex(sha(bytes)));
    assertThat(accepted.getString("data.content_type")).isEqualTo("video/mp4");
    assertThat(accepted.getString("data.codec")).isEqualTo("h264");
    assertThat(accepted.getDouble("data.duration_seconds")).isEqualTo(2.0);
    assertThat(accepted.getInt("data.width")).isEqualTo(320);
    assertThat(accepted.getInt("data.height")).isEqualTo(180);
    films.awaitChanges(
        library,
        Change.newBuilder()
            .setSourceVideo(
                SourceVideo.newBuilder()
                    .setEventId(films.eventId())
                    .setSourceVideoKey(7)
                    .setDuration(Duration.newBuilder().setSeconds(2))
                    .setWidth(320)
                    .setHeight(180)
                    .setStartTime(
                        Timestamp.newBuilder()
                            .setSeconds(Instant.parse("2026-05-09T08:15:30Z").getEpochSecond())
                            .setNanos(500_000_000))
                    .setOriginal(
                        Original.newBuilder()
                            .setBucket(buckets.originalsBucket())
                            .setObjectKey(objects(films).getFirst())
                            .setSizeBytes(bytes.length)
                            .setContentType("video/mp4")
                            .setFilename("Zieleinlauf 1.mp4")
                            .setSha256(ByteString.copyFrom(sha(bytes)))))
            .build());
  }

  @Test
  void aVideoDoesNotTakeThePlaceOfPhotos() throws Exception {
    Films films = Films.of(newOrganiser("Video beside photos"));
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(ingestConfig.filesAtOnce());
    Callable<Boolean> photo =
        () -> {
          begun.countDown();
          return release.await(Films.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        };
    CompletableFuture<List<Boolean>> photos =
        CompletableFuture.supplyAsync(
            () -> ingestPool.all(Collections.nCopies(ingestConfig.filesAtOnce(), photo)),
            Thread::startVirtualThread);
    begun.await();

    films.send(Films.small(), "a.mp4").statusCode(200);

    release.countDown();
    assertThat(photos.get()).doesNotContain(false);
  }

  @Test
  void webmAndHevcAreTakenAsWell() throws Exception {
    Films films = Films.of(newOrganiser("Video kinds"));
    films.send(Films.webm(), "finish.webm").statusCode(200);
    films.send(Films.hevc(), "finish.mov").statusCode(200);

    JsonPath webm = films.outcome(1);
    JsonPath hevc = films.outcome(2);

    assertThat(webm.getString("data.reason")).isNull();
    assertThat(webm.getString("data.state")).isEqualTo("accepted");
    assertThat(webm.getString("data.codec")).isEqualTo("vp9");
    assertThat(webm.getString("data.content_type")).isEqualTo("video/webm");
    assertThat(webm.getDouble("data.duration_seconds")).isEqualTo(1.0);
    assertThat(hevc.getString("data.reason")).isNull();
    assertThat(hevc.getString("data.state")).isEqualTo("accepted");
    assertThat(hevc.getString("data.codec")).isEqualTo("hevc");
    assertThat(hevc.getString("data.content_type")).isEqualTo("video/quicktime");
    assertThat(hevc.getDouble("data.duration_seconds")).isEqualTo(1.0);
  }

  @Test
  void aKeyIsGivenOnceAndTheSameBytesAreOneVideo() throws Exception {
    Films films = Films.of(newOrganiser("Video keys"));
    films.send(Films.small(), "a.mp4").body("data.source_video_key", equalTo(1));
    assertThat(films.outcome(1).getString("data.state")).isEqualTo("accepted");

    films
        .send(Films.small(), "again.mp4")
        .statusCode(200)
        .body("message", equalTo("The event has this video already"))
        .body("data.source_video_key", equalTo(1))
        .body("data.filename", equalTo("a.mp4"));
    Map<String, Object> taken = Map.of("size_bytes", 1000, "source_video_key", 1);
    films
        .post("/uploads", taken)
        .statusCode(409)
        .body("message", equalTo("source_video_key 1 is taken, or was once"));
    films
        .post("/uploads", Map.of("size_bytes", 1000, "source_video_key", 0))
        .statusCode(422)
        .body("message", equalTo("source_video_key: must be 1-999999999"));

    films.delete("/1").statusCode(200).body("message", equalTo("Source video deleted"));

    films.get("/1").statusCode(404).body("message", equalTo("Source video not found"));
    await().atMost(Films.DEADLINE).untilAsserted(() -> assertThat(objects(films)).isEmpty());
    Change deleted =
        Change.newBuilder()
            .setDeletedSourceVideo(
                DeletedSourceVideo.newBuilder().setEventId(films.eventId()).setSourceVideoKey(1))
            .build();
    films.awaitChanges(library, deleted, deleted);
    films.post("/uploads", taken).statusCode(409);
    films.send(Films.small(), "b.mp4").body("data.source_video_key", equalTo(2));
    assertThat(films.outcome(2).getString("data.state")).isEqualTo("accepted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-01-01T00:00:00Z",
        "-999999999-01-01T00:00:00+18:00",
        "1989-12-31T23:59:59Z"
      })
  void aVideoOfAnotherAgeIsASlip(String startTime) throws Exception {
    Films films = Films.of(newOrganiser("Video of another age"));
    String slip = "start_time: must be in the years 1990-9999";

    films
        .post("/uploads", Map.of("size_bytes", 10, "start_time", startTime))
        .statusCode(422)
        .body("message", equalTo(slip));
    films
        .organiser()
        .request()
        .multiPart("file", "a.mp4", new byte[] {1}, "video/mp4")
        .multiPart("start_time", startTime)
        .post(Films.VIDEOS, films.eventId())
        .then()
        .statusCode(422)
        .body("message", equalTo(slip));
  }

  @Test
  void whatIsNoCompleteVideoIsRefusedInWordsAndNotKept() throws Exception {
    Films films = Films.of(newOrganiser("Video refused"));
    Path text = Files.writeString(folder.resolve("text.mp4"), "this is no video at all");
    byte[] large = Files.readAllBytes(Films.large());
    Path cut = Files.write(folder.resolve("cut.mkv"), Arrays.copyOf(large, large.length / 4));

    films.send(text, "text.mp4").statusCode(200).body("data.source_video_key", equalTo(1));
    films.send(cut, "cut.mkv").statusCode(200).body("data.source_video_key", equalTo(2));

    assertThat(films.outcome(1).getString("data.state")).isEqualTo("refused");
    assertThat(films.outcome(1).getString("data.reason"))
        .startsWith("The file cannot be read as a video: ");
    assertThat(films.outcome(2).getString("data.state")).isEqualTo("refused");
    assertThat(films.outcome(2).getString("data.reason")).startsWith("The video is cut off: ");
    await().atMost(Films.DEADLINE).untilAsserted(() -> assertThat(objects(films)).isEmpty());
    assertThat(films.changes(library)).isEmpty();
    films
        .get("?page_size=1")
        .body("data.videos.source_video_key", equalTo(List.of(1)))
        .body("data.pagination.total", equalTo(2));
    films
        .send(Files.write(folder.resolve("empty.mp4"), new byte[0]), "empty.mp4")
        .statusCode(400)
        .body("message", equalTo("The file is empty (0 bytes)."));
  }

  @Test
  void anUploadInPartsGoesOnWhereItWasInterrupted() throws Exception {
    Films films = Films.of(newOrganiser("Video parts"));
    byte[] bytes = Files.readAllBytes(Films.large());
    JsonPath begun =
        films
            .post("/uploads", Map.of("filename", "large.mkv", "size_bytes", bytes.length))
            .statusCode(200)
            .body("data.part_bytes", equalTo(PART))
            .body("data.parts", equalTo(3))
            .body("data.missing", equalTo(List.of(1, 2, 3)))
            .extract()
            .jsonPath();
    String upload = "/uploads/" + begun.getString("data.upload_id");
    films
        .get("/1")
        .body("data.state", equalTo("uploading"))
        .body("data.upload_id", equalTo(begun.getString("data.upload_id")));
    List<String> urls = films.get(upload + "/urls").extract().path("data.urls.url");
    assertThat(urls).hasSize(3);
    put(urls.get(0), part(bytes, 0));
    put(urls.get(2), part(bytes, 2));

    films
        .get(upload)
        .body("data.present.part_number", equalTo(List.of(1, 3)))
        .body("data.missing", equalTo(List.of(2)));
    films
        .post(upload + "/complete", Map.of())
        .statusCode(409)
        .body("message", equalTo("Parts are missing or of another size: 2"));
    String second = films.get(upload + "/urls?from=2&to=2").extract().path("data.urls[0].url");
    put(second, new byte[7]);
    films.post(upload + "/complete", Map.of()).statusCode(409);
    put(second, part(bytes, 1));
    films.post(upload + "/complete", Map.of()).statusCode(200);

    JsonPath accepted = films.outcome(1);
    assertThat(accepted.getString("data.state")).isEqualTo("accepted");
    assertThat(accepted.getString("data.content_type")).isEqualTo("video/x-matroska");
    assertThat(accepted.getString("data.sha256")).isEqualTo(HexFormat.of().formatHex(sha(bytes)));
    assertThat(accepted.getString("data.upload_id")).isNull();
    films
        .post(upload + "/complete", Map.of())
        .statusCode(200)
        .body("data.state", equalTo("accepted"));
    films.delete(upload).statusCode(409).body("message", equalTo("The upload is completed"));
    films.awaitChanges(library, 1);
  }

  @Test
  void anAbortedAndAnExpiredUploadAreGone() throws Exception {
    Films films = Films.of(newOrganiser("Video aborted"));
    String aborted =
        films.post("/uploads", Map.of("size_bytes", 10)).extract().path("data.upload_id");
    String expired =
        films.post("/uploads", Map.of("size_bytes", 10)).extract().path("data.upload_id");
    String young =
        films.post("/uploads", Map.of("size_bytes", 10)).extract().path("data.upload_id");
    List<String> urls = films.get("/uploads/" + expired + "/urls").extract().path("data.urls.url");
    put(urls.getFirst(), new byte[10]);

    films.delete("/uploads/" + aborted).statusCode(200).body("message", equalTo("Upload aborted"));
    database.transact(
        transaction ->
            Sql.of(
                    "update source_video set created_at = now() - interval '25 hours' where video_id = ?::uuid",
                    expired)
                .update(transaction));
    // The job's own first round may be at it.
    await()
        .atMost(Films.DEADLINE)
        .untilAsserted(
            () -> {
              upkeep.run();
              films.get("/uploads/" + expired).statusCode(404);
            });

    films.get("/uploads/" + aborted).statusCode(404).body("message", equalTo("Upload not found"));
    films.get("/uploads/" + young).statusCode(200);
    films.get("").body("data.videos.source_video_key", equalTo(List.of(3)));
    films
        .post("/uploads", Map.of("size_bytes", (8L << 30) + 1))
        .statusCode(422)
        .body("message", equalTo("size_bytes: must be 1-8589934592"));
  }

  @Test
  void partsOfAKilledUploadAreThrownAwayOnceTheyAreOldAndNobodyOwnsThem() throws Exception {
    Films films = Films.of(newOrganiser("Video leftovers"));
    String owned =
        films.post("/uploads", Map.of("size_bytes", 10)).extract().path("data.upload_id");
    String prefix = films.organiser().organisationId() + "/" + films.eventId() + "/videos/";
    UUID old = idOf(Instant.now().minus(java.time.Duration.ofHours(25)), 1);
    UUID young = idOf(Instant.now().minus(java.time.Duration.ofHours(23)), 2);
    UUID ofOldRow = idOf(Instant.now().minus(java.time.Duration.ofHours(25)), 3);
    database.transact(
        transaction ->
            Sql.of("update source_video set video_id = ? where video_id = ?::uuid", ofOldRow, owned)
                .update(transaction));
    String multipartId =
        database.read(
            connection ->
                Sql.of("select multipart_id from source_video where video_id = ?", ofOldRow)
                    .first(connection, row -> row.getString(1))
                    .orElseThrow());
    String leftover = multipart.begin(buckets.originalsBucket(), prefix + old);
    put(part(prefix + old, leftover), new byte[10]);
    String underWay = multipart.begin(buckets.originalsBucket(), prefix + young);
    put(part(prefix + young, underWay), new byte[10]);

    leftovers.run();

    assertThat(multipart.unfinished(buckets.originalsBucket()))
        .extracting(MultipartUploads.Unfinished::uploadId)
        .contains(underWay, multipartId)
        .doesNotContain(leftover);
    assertThat(multipart.parts(buckets.originalsBucket(), prefix + old, leftover)).isEmpty();
    assertThat(multipart.parts(buckets.originalsBucket(), prefix + young, underWay)).hasSize(1);
  }

  @Test
  void anOriginalThatChangesInTheStorageIsNoticed() throws Exception {
    Films films = Films.of(newOrganiser("Video checksums"));
    films.send(Films.small(), "a.mp4");
    films.outcome(1);
    films.get("/1").body("data.upload_id", nullValue());
    awaitIntegrity(films, "intact");

    storage.put(
        buckets.originalsBucket(),
        objects(films).getFirst(),
        Files.writeString(folder.resolve("other"), "something else"),
        "video/mp4");
    awaitIntegrity(films, "altered");
    storage.remove(buckets.originalsBucket(), objects(films).getFirst());
    awaitIntegrity(films, "missing");
  }

  /** Has every video checked anew until this one's state is as it should be. */
  private void awaitIntegrity(Films films, String state) {
    await()
        .atMost(Films.DEADLINE)
        .untilAsserted(
            () -> {
              database.transact(
                  transaction ->
                      Sql.of(
                              """
                              update video_integrity set checked_at = 'epoch'
                               where event_id = ?
                              """,
                              films.eventId())
                          .update(transaction));
              checksums.run();
              films.get("/1").body("data.integrity", equalTo(state));
            });
  }

  private String part(String key, String uploadId) {
    return multipart.presignPart(buckets.originalsBucket(), key, uploadId, 1).toString();
  }

  private static UUID idOf(Instant time, int number) {
    return new UUID(time.toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L + number);
  }

  @Test
  void aVideoIsFetchedFromItsAddressAndNoOtherIsCalled() throws Exception {
    Films films = Films.of(newOrganiser("Video fetched"));
    byte[] bytes = Files.readAllBytes(Films.small());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    server.createContext(
        "/film",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://169.254.169.254/latest");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    try {
      String host = "http://localhost:" + server.getAddress().getPort();
      films
          .post("/fetch", Map.of("url", host + "/film?token=secret", "filename", "film.mp4"))
          .statusCode(200)
          .body("data.state", equalTo("fetching"))
          .body("data.source_video_key", equalTo(1));
      films.post("/fetch", Map.of("url", host + "/moved")).statusCode(200);
      films.post("/fetch", Map.of("url", host + "/missing")).statusCode(200);

      assertThat(films.outcome(1).getString("data.state")).isEqualTo("accepted");
      assertThat(films.outcome(1).getInt("data.size_bytes")).isEqualTo(bytes.length);
      assertThat(films.outcome(2).getString("data.state")).isEqualTo("refused");
      assertThat(films.outcome(2).getString("data.reason"))
          .startsWith("The video cannot be fetched: 169.254.169.254 is not called");
      assertThat(films.outcome(3).getString("data.reason"))
          .isEqualTo("The address answers with status 404.");
      films.awaitChanges(library, 1);
    } finally {
      server.stop(0);
    }
    films
        .post("/fetch", Map.of("url", "http://127.0.0.1/film"))
        .statusCode(422)
        .body("message", startsWith("url: 127.0.0.1 is not called"));
    films
        .post("/fetch", Map.of("url", "file:///etc/passwd"))
        .statusCode(422)
        .body("message", equalTo("url: the address is no http or https URL"));
  }

  @Test
  void theVideosOfADeletedEventGoWithIt() throws IOException {
    Organiser organiser = newOrganiser("Video event");
    Films films = Films.of(organiser);
    films.send(Films.small(), "a.mp4").statusCode(200);
    films.outcome(1);
    films.post("/uploads", Map.of("size_bytes", 10)).statusCode(200);

    organiser.request().delete("/api/v1/admin/events/{e}", films.eventId()).then().statusCode(200);

    await()
        .atMost(Films.DEADLINE)
        .untilAsserted(
            () -> {
              assertThat(objects(films)).isEmpty();
              assertThat(
                      database.<Long>read(
                          connection ->
                              Sql.of(
                                      "select count(*) from source_video where event_id = ?",
                                      films.eventId())
                                  .first(connection, row -> row.getLong(1))
                                  .orElseThrow()))
                  .isZero();
            });
  }

  private List<String> objects(Films films) {
    List<String> keys = new ArrayList<>();
    storage.list(
        buckets.originalsBucket(),
        films.organiser().organisationId() + "/" + films.eventId() + "/videos/",
        keys::add);
    return keys;
  }

  private static byte[] part(byte[] bytes, int index) {
    return Arrays.copyOfRange(bytes, index * PART, Math.min(bytes.length, (index + 1) * PART));
  }

  private static void put(String url, byte[] part) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(part)).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
  }

  private static byte[] sha(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
