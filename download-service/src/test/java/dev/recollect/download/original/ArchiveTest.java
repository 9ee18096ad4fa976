package dev.recollect.download.original;

import static dev.recollect.download.Library.content;
import static dev.recollect.download.Library.filename;
import static dev.recollect.download.Library.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.download.DownloadTest;
import dev.recollect.download.Library;
import dev.recollect.download.Peers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ArchiveTest extends DownloadTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TestHTTPResource("/")
  URL server;

  @TempDir Path folder;

  @Test
  void holdsEveryPhotoOfASelfieUnderItsName() throws Exception {
    HttpResponse<InputStream> answer = post("selfie", Peers.SELFIE);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue(
            "attachment; filename=\"event-1-originals.zip\";"
                + " filename*=UTF-8''event-1-originals.zip");
    try (ZipFile zip = new ZipFile(save(answer).toFile())) {
      assertThat(names(zip)).containsExactly(filename(3), filename(1), filename(2));
      for (int number = 1; number <= 3; number++) {
        ZipEntry entry = zip.getEntry(filename(number));
        assertThat(zip.getInputStream(entry).readAllBytes()).isEqualTo(content(number));
        assertThat(entry.getCompressedSize())
            .as("stored, not compressed: blocks of 5 bytes and at most 64 kB")
            .isBetween(entry.getSize(), entry.getSize() + 100);
      }
    }
  }

  @Test
  void goesOnFromBatchToBatchAndNumbersEqualNames() throws Exception {
    HttpResponse<InputStream> answer = post("bib", "marathon");

    // Read as it comes, as a client without a file does.
    List<String> names = new ArrayList<>();
    int number = 0;
    try (ZipInputStream zip = new ZipInputStream(answer.body())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        number++;
        names.add(entry.getName());
        assertThat(zip.readAllBytes()).isEqualTo(content(number));
      }
    }
    assertThat(names).hasSize(1100).doesNotHaveDuplicates();
    assertThat(names.get(0)).isEqualTo("IMG_1.jpg");
    assertThat(names.get(400)).isEqualTo("IMG_1 (2).jpg");
    assertThat(names.get(800)).isEqualTo("IMG_1 (3).jpg");
    assertThat(names.get(1099)).isEqualTo("IMG_300 (3).jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost", "short", "altered"})
  void aBrokenPhotoBreaksTheTransferAndLeavesNoValidArchive(String bib) throws Exception {
    String brokenOff = "recollect_download_archives_total{outcome=\"broken\"";
    double before = metric(brokenOff);
    HttpResponse<InputStream> answer = post("bib", bib);
    assertThat(answer.statusCode()).isEqualTo(200);
    Path file = folder.resolve("broken.zip");

    assertThatThrownBy(
            () -> {
              try (InputStream body = answer.body()) {
                Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
              }
            })
        .isInstanceOf(IOException.class);

    assertThatThrownBy(() -> new ZipFile(file.toFile()).close()).isInstanceOf(ZipException.class);
    // The service notes it when it has broken the transfer off.
    await().atMost(LIMIT).untilAsserted(() -> assertThat(metric(brokenOff) - before).isEqualTo(1));
  }

  @Test
  void aFirstPhotoThatIsMissingIsRefusedInTheEnvelope() {
    as("reader")
        .body(body("bib", "lost-first"))
        .post(PATH + "/zip")
        .then()
        .statusCode(404)
        .body("message", equalTo("The stored file is missing"));
  }

  @Test
  void anEmptyResultIsNoArchive() {
    as("reader")
        .body(body("bib", "7"))
        .post(PATH + "/zip")
        .then()
        .statusCode(404)
        .body("message", equalTo("No images found for bib number 7"));
  }

  @Test
  void namedPhotosAreAllThereOrRefused() throws Exception {
    as("reader")
        .body(
            "{\"method\": \"image_ids\", \"identifier\": [\"%s\", \"x\", \"%s\"]}"
                .formatted(id(1), id(Library.UNKNOWN)))
        .post(PATH + "/zip")
        .then()
        .statusCode(400)
        .body("message", equalTo("2 of the images were not found"));
    as("reader")
        .body(body("image_id", "x"))
        .post(PATH + "/zip")
        .then()
        .statusCode(400)
        .body("message", equalTo("Image not found"));
    try (ZipFile zip = new ZipFile(save(post("image_id", id(8))).toFile())) {
      assertThat(names(zip)).containsExactly(filename(8));
    }
  }

  @Test
  void photosThatWereDeletedSinceTheSearchAreLeftOut() throws Exception {
    HttpResponse<InputStream> answer = post("bib", "deleted-since");
    try (ZipFile zip = new ZipFile(save(answer).toFile())) {
      assertThat(names(zip)).containsExactly(filename(1), filename(2));
    }
  }

  @Test
  void aPhotoDeletedBeforeItsTurnIsLeftOut() throws Exception {
    HttpResponse<InputStream> answer = post("bib", "deleted-meanwhile");
    try (ZipFile zip = new ZipFile(save(answer).toFile())) {
      assertThat(names(zip)).containsExactly(filename(1), filename(2));
    }
  }

  @Test
  void aPhotoDeletedWhileTheResultIsReadMakesNoOtherOneMissing() throws Exception {
    HttpResponse<InputStream> answer = post("bib", "shrinking");

    try (ZipFile zip = new ZipFile(save(answer).toFile())) {
      assertThat(zip.size()).isEqualTo(500);
      assertThat(zip.stream().map(ZipEntry::getSize).toList())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(2, 501).mapToObj(n -> (long) content(n).length).toList());
    }
  }

  @Test
  void countsWhatItHandsOut() throws Exception {
    double before = metric("recollect_download_archive_bytes_total");

    save(post("image_id", id(8)));

    // The last byte may be here before the service has noted it.
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(metric("recollect_download_archive_bytes_total") - before)
                    .isEqualTo(content(8).length));
  }

  private double metric(String name) {
    return as(null)
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static List<String> names(ZipFile zip) {
    return zip.stream().map(ZipEntry::getName).toList();
  }

  private Path save(HttpResponse<InputStream> answer) throws IOException {
    Path file = folder.resolve("originals.zip");
    try (InputStream body = answer.body()) {
      Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private HttpResponse<InputStream> post(String method, String identifier) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server + PATH.substring(1) + "/zip"))
                .header("X-API-Key", "reader")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(method, identifier)))
                .build(),
            BodyHandlers.ofInputStream());
  }

  private static String body(String method, String identifier) {
    return "{\"method\": \"" + method + "\", \"identifier\": \"" + identifier + "\"}";
  }
}
