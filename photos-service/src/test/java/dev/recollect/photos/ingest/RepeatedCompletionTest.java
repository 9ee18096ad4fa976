package dev.recollect.photos.ingest;

import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.testkit.StorageProxy;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody asks for the completion of an upload again while it is under way. */
@PhotosTest
class RepeatedCompletionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  StorageProxy proxy;

  @AfterEach
  void comeBack() {
    proxy.comeBack();
  }

  @Test
  void ofAPhotoIsAnsweredAsTheFirst() throws Exception {
    Organiser organiser = newOrganiser("Completed twice");
    String uploads = "/api/v1/admin/events/" + organiser.newEvent("Run") + "/uploads";
    JsonPath begun = post(organiser, uploads, Map.of("filename", "p.jpg")).jsonPath();
    put(begun.getString("data.url"), TestPhotos.jpeg(121, 80, 60));
    String upload = begun.getString("data.upload_id");

    List<Response> answers = bothAtOnce(organiser, uploads + "/" + upload + "/complete", upload);

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 200);
    assertThat(answers)
        .extracting(answer -> answer.jsonPath().<Object>get("data"))
        .allSatisfy(
            data -> assertThat(data).isEqualTo(answers.getFirst().jsonPath().<Object>get("data")));
    assertThat(answers.getFirst().jsonPath().getString("data.status")).isEqualTo("stored");
  }

  @Test
  void ofAVideoIsAnsweredAsTheFirst() throws Exception {
    Organiser organiser = newOrganiser("Video completed twice");
    String uploads = "/api/v1/admin/events/" + organiser.newEvent("Run") + "/videos/uploads";
    byte[] content = "no film at all".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    String upload =
        post(organiser, uploads, Map.of("size_bytes", content.length))
            .jsonPath()
            .getString("data.upload_id");
    put(
        organiser
            .request()
            .get(uploads + "/" + upload + "/urls")
            .jsonPath()
            .getString("data.urls[0].url"),
        content);

    List<Response> answers = bothAtOnce(organiser, uploads + "/" + upload + "/complete", upload);

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 200);
    assertThat(answers)
        .extracting(answer -> answer.jsonPath().getString("data.state"))
        .isSubsetOf("probing", "refused");
  }

  /** The second one reads from the storage when the first one is through. */
  private List<Response> bothAtOnce(Organiser organiser, String complete, String upload)
      throws Exception {
    proxy.holdReadsOf(upload);
    List<CompletableFuture<Response>> calls = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      calls.add(
          CompletableFuture.supplyAsync(
              () -> post(organiser, complete, Map.of()), Thread::startVirtualThread));
    }
    await().atMost(PATIENCE).until(() -> proxy.heldReads() == 2);
    proxy.letOneReadPass();
    CompletableFuture.anyOf(calls.toArray(CompletableFuture[]::new))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    proxy.comeBack();
    List<Response> answers = new ArrayList<>();
    for (CompletableFuture<Response> call : calls) {
      answers.add(call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
    return answers;
  }

  private static Response post(Organiser organiser, String path, Map<String, ?> body) {
    return organiser.request().contentType("application/json").body(body).post(path);
  }

  private static void put(String url, byte[] content) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(content)).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }
  }
}
