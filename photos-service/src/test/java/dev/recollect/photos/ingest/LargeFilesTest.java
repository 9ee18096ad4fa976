package dev.recollect.photos.ingest;

import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.testkit.StorageProxy;
import dev.recollect.testkit.TestDatabase;
import dev.recollect.testkit.TestServers;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files above the limit cost no more than to be told so. */
@PhotosTest
class LargeFilesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int TOO_LARGE = (64 << 20) + 1;

  StorageProxy proxy;

  @Inject ObjectStorage storage;
  @Inject StorageConfig buckets;
  @TempDir Path folder;

  @AfterEach
  void comeBack() {
    proxy.comeBack();
  }

  @Test
  void anUploadThatGrowsAfterItsSizeWasAskedForIsNotReadToItsEnd() throws Exception {
    Organiser organiser = newOrganiser("Grown");
    long eventId = organiser.newEvent("Run");
    String uploads = "/api/v1/admin/events/" + eventId + "/uploads";
    String upload = post(organiser, uploads).jsonPath().getString("data.upload_id");
    String key = StorageKeys.incoming(organiser.organisationId(), eventId, UUID.fromString(upload));
    byte[] jpeg = TestPhotos.jpeg(131, 80, 60);
    put(key, jpeg);
    proxy.holdReadsOf(upload);

    CompletableFuture<Response> answer =
        CompletableFuture.supplyAsync(
            () -> post(organiser, uploads + "/" + upload + "/complete"),
            Thread::startVirtualThread);
    await().atMost(PATIENCE).until(() -> proxy.heldReads() == 1);
    put(key, java.util.Arrays.copyOf(jpeg, jpeg.length + 200_000));
    proxy.comeBack();

    JsonPath refused = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).jsonPath();
    assertThat(refused.getString("data.status")).isEqualTo("refused");
    assertThat(refused.getString("data.reason"))
        .isEqualTo("The file was replaced by a larger one while it was read.");
    assertThat(storage.stat(buckets.originalsBucket(), key)).isEmpty();
  }

  @Test
  void aFileAboveTheLimitIsRefusedBeforeItsBytesAreLookedAt() throws Exception {
    Organiser organiser = newOrganiser("Too large");
    long eventId = organiser.newEvent("Run");
    String imageId = Uploads.store(organiser, eventId, "p.jpg", TestPhotos.jpeg(132, 80, 60));
    byte[] large = new byte[TOO_LARGE];
    try (TestDatabase database = TestDatabase.open(TestServers.get(), "photos")) {
      // As if the limit had been higher when it came.
      database.execute(
          "update photo set sha256 = '\\x%s' where photo_id = '%s'"
              .formatted(
                  HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(large)),
                  imageId));
    }

    JsonPath answer = Uploads.send(organiser, eventId, Map.of("large.jpg", large)).jsonPath();

    assertThat(answer.getString("data.files[0].status")).isEqualTo("refused");
    assertThat(answer.getString("data.files[0].reason"))
        .isEqualTo("The file has 67108865 bytes; at most 67108864 are accepted.");
  }

  private static Response post(Organiser organiser, String path) {
    return organiser.request().contentType("application/json").body(Map.of()).post(path);
  }

  private void put(String key, byte[] content) throws Exception {
    storage.put(
        buckets.originalsBucket(),
        key,
        Files.write(folder.resolve("content"), content),
        "image/jpeg");
  }
}
