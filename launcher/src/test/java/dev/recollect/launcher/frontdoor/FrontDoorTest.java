package dev.recollect.launcher.frontdoor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recollect.embedded.LoopbackPort;
import dev.recollect.embedded.PortTakenException;
import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.settings.Database;
import dev.recollect.launcher.settings.Placement;
import dev.recollect.launcher.settings.ServiceEntry;
import dev.recollect.launcher.settings.Storage;
import dev.recollect.launcher.settings.SuiteSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Over the wire; a plain socket stands where photos-service would listen, nothing where the others
 * would.
 */
@Timeout(300)
class FrontDoorTest {
  private static final String SMALL_ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Request-Id: from-service\r\n\r\nok";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ServerSocket photos;
  private SuiteSettings settings;
  private FrontDoor door;

  @BeforeEach
  void open() throws IOException {
    photos = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    settings = settings("127.0.0.1", LoopbackPort.free());
    door = FrontDoor.open(settings);
  }

  private SuiteSettings settings(String host, int port) {
    return new SuiteSettings(
        host,
        port,
        URI.create("https://photos.example"),
        new Database.Embedded(1),
        new Storage.Embedded(2),
        Map.of(
            ServiceEntry.PHOTOS, here(photos.getLocalPort()),
            ServiceEntry.SEARCH, here(LoopbackPort.free()),
            ServiceEntry.CLIPPING, here(LoopbackPort.free()),
            ServiceEntry.DOWNLOAD, here(LoopbackPort.free())));
  }

  private static Placement here(int port) {
    return new Placement.Here(port, 64);
  }

  @AfterEach
  void close() throws IOException {
    door.close();
    photos.close();
    client.close();
    threads.shutdownNow();
  }

  @Test
  void aServiceLearnsWhoAskedForWhichHostAndNotWhatTheClientClaims() throws Exception {
    CompletableFuture<String> head = CompletableFuture.supplyAsync(this::answerOnce, threads);

    HttpResponse<String> answer =
        client.send(
            request("/api/v1/ext/7/events?page=2&x=%20y")
                .header("X-API-Key", "k")
                .header("X-Forwarded-For", "203.0.113.9")
                .header("Forwarded", "for=203.0.113.9")
                .header("X-Request-Id", "abc-1")
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok");
    assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("from-service");
    assertThat(head.get().lines().map(FrontDoorTest::lowerName))
        .startsWith("GET /api/v1/ext/7/events?page=2&x=%20y HTTP/1.1")
        .contains(
            "x-api-key: k",
            "host: 127.0.0.1:" + settings.port(),
            "x-forwarded-for: 127.0.0.1",
            "x-forwarded-proto: https",
            "x-forwarded-host: 127.0.0.1:" + settings.port(),
            "x-request-id: abc-1")
        .noneMatch(line -> line.startsWith("forwarded:"));
  }

  @Test
  void theDoorIsOpenAtItsAddressAlone() throws Exception {
    SuiteSettings other = settings("127.0.0.2", settings.port());
    FrontDoor.requireFree(other);
    try (FrontDoor second = FrontDoor.open(other)) {
      assertThat(second.port()).isEqualTo(settings.port());
      door.close();

      assertThat(connects("127.0.0.2", settings.port())).isTrue();
      assertThat(connects("127.0.0.1", settings.port())).isFalse();
      assertThatThrownBy(() -> FrontDoor.requireFree(other)).isInstanceOf(PortTakenException.class);
    }
  }

  @Test
  void anAddressThatIsNotOfThisMachineIsNamed() {
    assertThatThrownBy(() -> FrontDoor.requireFree(settings("192.0.2.7", settings.port())))
        .isExactlyInstanceOf(StartFailedException.class)
        .hasMessageContaining("192.0.2.7, which is no address of this machine");
  }

  private static boolean connects(String host, int port) {
    try (Socket socket = new Socket(host, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aServiceThatIsDownGivesTheEnvelope() throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/api/v1/ext/7/event/9/faces")
                .header("X-Request-Id", "abc-2")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[300_000]))
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("application/json;charset=UTF-8");
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("abc-2");
    assertThat(new JsonObject(answer.body()))
        .isEqualTo(
            new JsonObject(
                "{\"responseType\":\"error\",\"message\":\"search-service is not available right now; please try again\",\"data\":null}"));
  }

  @Test
  void aPathOfNobodyGivesTheEnvelope() throws Exception {
    HttpResponse<String> answer =
        client.send(request("/q/metrics").build(), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(new JsonObject(answer.body()).getString("message"))
        .isEqualTo("There is nothing at this path");
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
  }

  /** From a socket, since an HTTP client would tidy the path up. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/imgs/../q/metrics",
        "/imgs/%2e%2e/q/metrics",
        "/api/v1/ext/%2E./../../q/health",
        "http://127.0.0.1/imgs/../q/metrics"
      })
  void noPathLeadsAroundToWhatIsNotPublic(String target) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", settings.port())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(UTF_8));

      assertThat(readHead(socket.getInputStream())).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void healthNamesTheServiceThatIsDown() throws Exception {
    CompletableFuture<String> asked = CompletableFuture.supplyAsync(this::answerOnce, threads);

    HttpResponse<String> answer =
        client.send(request("/q/health").build(), HttpResponse.BodyHandlers.ofString());

    assertThat(asked.get()).startsWith("GET /q/health/ready HTTP/1.1");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(answer.body()))
        .isEqualTo(
            new JsonObject(
                """
                {"status":"DOWN","checks":[{"name":"photos-service","status":"UP"},
                 {"name":"search-service","status":"DOWN"},{"name":"clipping-service","status":"DOWN"},
                 {"name":"download-service","status":"DOWN"}]}
                """));
  }

  @Test
  void theDocumentIsMadeOfThoseOfAllServices() throws Exception {
    int port = LoopbackPort.free();
    Placement same = here(photos.getLocalPort());
    SuiteSettings whole =
        new SuiteSettings(
            "127.0.0.1",
            port,
            URI.create("https://photos.example"),
            new Database.Embedded(1),
            new Storage.Embedded(2),
            Map.of(
                ServiceEntry.PHOTOS, same,
                ServiceEntry.SEARCH, same,
                ServiceEntry.CLIPPING, same,
                ServiceEntry.DOWNLOAD, same));
    try (FrontDoor all = FrontDoor.open(whole)) {
      CompletableFuture<List<String>> asked =
          CompletableFuture.supplyAsync(
              () ->
                  IntStream.range(0, ServiceEntry.values().length)
                      .mapToObj(n -> answerOnce(document(n)))
                      .toList(),
              threads);

      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/openapi.json"))
                  .timeout(Duration.ofSeconds(60))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type"))
          .contains("application/json;charset=UTF-8");
      assertThat(asked.get()).allMatch(head -> head.startsWith("GET /q/openapi?format=json HTTP"));
      JsonObject document = new JsonObject(answer.body());
      assertThat(document.getJsonObject("paths").fieldNames())
          .containsExactlyInAnyOrder("/path0", "/path1", "/path2", "/path3");
      assertThat(document.getJsonArray("servers"))
          .isEqualTo(new JsonArray("[{\"url\":\"https://photos.example\"}]"));
    }
  }

  private static String document(int number) {
    String body = "{\"openapi\":\"3.1.0\",\"paths\":{\"/path%d\":{\"get\":{}}}}".formatted(number);
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(body.length(), body);
  }

  @Test
  void thereIsNoDocumentWithoutTheServices() throws Exception {
    CompletableFuture<String> asked =
        CompletableFuture.supplyAsync(() -> answerOnce(document(0)), threads);

    HttpResponse<String> answer =
        client.send(request("/openapi.json").build(), HttpResponse.BodyHandlers.ofString());

    assertThat(asked.get()).startsWith("GET /q/openapi?format=json HTTP/1.1");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(answer.body()))
        .isEqualTo(
            new JsonObject(
                """
                {"responseType":"error","data":null,
                 "message":"A service does not answer, so the document would lack its part"}
                """));
  }

  @Test
  void anUploadWaitsForASlowServiceInsteadOfPilingUp() throws Exception {
    long size = 128L << 20;
    AtomicLong sent = new AtomicLong();
    CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(this::accept, threads);
    try (Socket upload = new Socket("127.0.0.1", settings.port())) {
      CompletableFuture<Void> sender =
          CompletableFuture.runAsync(
              () -> {
                try {
                  OutputStream out = upload.getOutputStream();
                  out.write(
                      ("POST /api/v1/admin/events/9/photos HTTP/1.1\r\nHost: x\r\nContent-Length: "
                              + size
                              + "\r\n\r\n")
                          .getBytes(UTF_8));
                  byte[] chunk = new byte[1 << 16];
                  while (sent.get() < size) {
                    out.write(chunk);
                    sent.addAndGet(chunk.length);
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              threads);
      try (Socket service = accepted.get()) {
        // The service reads nothing: what can be sent is what buffers on the way hold.
        long stalledAt = awaitStall(sent);
        assertThat(stalledAt).isLessThan(32L << 20);

        InputStream in = service.getInputStream();
        readHead(in);
        assertThat(skip(in, size)).isEqualTo(size);
        service.getOutputStream().write(SMALL_ANSWER.getBytes(UTF_8));
        sender.get();
        assertThat(readHead(upload.getInputStream())).startsWith("HTTP/1.1 200 OK");
      }
    }
  }

  @Test
  void aDownloadWaitsForASlowClientInsteadOfPilingUp() throws Exception {
    long size = 128L << 20;
    AtomicLong sent = new AtomicLong();
    var unused =
        CompletableFuture.runAsync(
            () -> {
              try (Socket service = accept()) {
                readHead(service.getInputStream());
                OutputStream out = service.getOutputStream();
                out.write(
                    ("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n").getBytes(UTF_8));
                byte[] chunk = new byte[1 << 16];
                while (sent.get() < size) {
                  out.write(chunk);
                  sent.addAndGet(chunk.length);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            threads);
    try (Socket download = new Socket("127.0.0.1", settings.port())) {
      download
          .getOutputStream()
          .write(
              "GET /imgs/9/large/a.jpg HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(UTF_8));
      long stalledAt = awaitStall(sent);
      assertThat(stalledAt).isLessThan(32L << 20);

      InputStream in = download.getInputStream();
      readHead(in);
      assertThat(skip(in, size)).isEqualTo(size);
    }
  }

  @Test
  void aTakenPortIsNamed() {
    assertThatThrownBy(() -> FrontDoor.open(settings))
        .isInstanceOfSatisfying(
            PortTakenException.class, e -> assertThat(e.port()).isEqualTo(settings.port()));
  }

  /** The number that has stopped growing for half a second. */
  private static long awaitStall(AtomicLong counter) {
    long[] seen = {-1, System.nanoTime()};
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (counter.get() != seen[0]) {
                seen[0] = counter.get();
                seen[1] = System.nanoTime();
              }
              return seen[0] > 0 && System.nanoTime() - seen[1] > 500_000_000L;
            });
    return counter.get();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + settings.port() + path))
        .timeout(Duration.ofSeconds(60));
  }

  private Socket accept() {
    try {
      return photos.accept();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answerOnce() {
    return answerOnce(SMALL_ANSWER);
  }

  private String answerOnce(String answer) {
    try (Socket socket = accept()) {
      String head = readHead(socket.getInputStream());
      socket.getOutputStream().write(answer.getBytes(UTF_8));
      return head;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String lowerName(String line) {
    int colon = line.indexOf(": ");
    return colon < 0
        ? line
        : line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static long skip(InputStream in, long bytes) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    while (total < bytes) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, bytes - total));
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }
}
