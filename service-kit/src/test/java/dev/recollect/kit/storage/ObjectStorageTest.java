package dev.recollect.kit.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.recollect.kit.ConfigReader;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.testkit.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the suite relies on in an object store. Runs against s3proxy, or against any server named in
 * the environment (RECOLLECT_TEST_S3_ENDPOINT and its keys).
 */
class ObjectStorageTest {
  private static final TestServers SERVERS = TestServers.get();
  private static final String BUCKET = SERVERS.bucket("contract");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Where equal files differ. */
  private static final long NOWHERE = -1;

  private final ObjectStorage storage = storage(Map.of());
  private final PresignedUrls urls = urls(Map.of());
  private final MultipartUploads uploads = new MultipartUploads(client(Map.of()), urls);

  @TempDir Path folder;

  @BeforeAll
  static void createBucket() {
    storage(Map.of()).ensureBucket(BUCKET);
  }

  @Test
  void aBucketIsThereOnceItIsMadeAndMakingItAgainIsNoError() {
    String other = SERVERS.bucket("contract-other");
    assertThat(storage.bucketExists(other)).isFalse();

    storage.ensureBucket(other);
    storage.ensureBucket(other);

    assertThat(storage.bucketExists(other)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000, 10 << 20, (10 << 20) + 1, 23 << 20})
  void whatIsPutComesBackWithItsSizeAndType(int bytes) throws Exception {
    Path file = file(bytes);
    String key = "put/" + bytes + ".jpg";

    storage.put(BUCKET, key, file, "image/jpeg");

    StoredObject stored = storage.stat(BUCKET, key).orElseThrow();
    assertThat(stored.sizeBytes()).isEqualTo(bytes);
    assertThat(stored.etag()).isNotBlank();
    assertThat(get(urls.download(BUCKET, key, "a.jpg")).headers().firstValue("Content-Type"))
        .hasValue("image/jpeg");
    try (InputStream content = storage.open(BUCKET, key)) {
      assertThat(content.readAllBytes()).isEqualTo(Files.readAllBytes(file));
    }
    Path copy = Files.writeString(folder.resolve("copy"), "is replaced, whatever its length");
    storage.download(BUCKET, key, copy);
    assertThat(Files.mismatch(copy, file)).isEqualTo(NOWHERE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100_000, 23 << 20})
  void aStreamOfUnknownLengthIsPut(int bytes) throws IOException {
    Path file = file(bytes);
    try (InputStream content = Files.newInputStream(file)) {
      storage.put(BUCKET, "stream/" + bytes, content, "video/mp4");
    }
    Path copy = folder.resolve("copy");
    storage.download(BUCKET, "stream/" + bytes, copy);
    assertThat(Files.mismatch(copy, file)).isEqualTo(NOWHERE);
  }

  @Test
  void aStreamThatBreaksLeavesNoObjectAndIsTheCause() {
    IOException broken = new IOException("the source went away");
    InputStream content =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }
        };
    assertThatThrownBy(() -> storage.put(BUCKET, "broken", content, "video/mp4"))
        .hasRootCause(broken);
    assertThat(storage.stat(BUCKET, "broken")).isEmpty();
  }

  @Test
  void anUploadInPartsIsResumedAndBecomesAnObject() throws Exception {
    String key = "parts/film.mp4";
    byte[] first = bytes(5 << 20);
    byte[] second = bytes(1000);
    String upload = uploads.begin(BUCKET, key);
    assertThat(uploads.parts(BUCKET, key, upload)).isEmpty();

    putPart(key, upload, 2, second);
    assertThat(uploads.parts(BUCKET, key, upload))
        .extracting(StoredPart::number, StoredPart::sizeBytes)
        .containsExactly(tuple(2, 1000L));
    assertThat(storage.stat(BUCKET, key)).isEmpty();
    putPart(key, upload, 1, first);
    uploads.complete(BUCKET, key, upload, uploads.parts(BUCKET, key, upload));

    assertThat(uploads.parts(BUCKET, key, upload)).isEmpty();
    try (InputStream content = storage.open(BUCKET, key)) {
      byte[] all = content.readAllBytes();
      assertThat(all).hasSize(first.length + second.length).startsWith(first).endsWith(second);
    }
  }

  @Test
  void anAbortedUploadLeavesNothing() throws Exception {
    String upload = uploads.begin(BUCKET, "aborted");
    putPart("aborted", upload, 1, bytes(10));

    uploads.abort(BUCKET, "aborted", upload);
    uploads.abort(BUCKET, "aborted", upload);

    assertThat(uploads.parts(BUCKET, "aborted", upload)).isEmpty();
    assertThat(storage.stat(BUCKET, "aborted")).isEmpty();
  }

  private void putPart(String key, String upload, int part, byte[] content) throws Exception {
    HttpRequest put =
        HttpRequest.newBuilder(uploads.presignPart(BUCKET, key, upload, part))
            .PUT(BodyPublishers.ofByteArray(content))
            .build();
    assertThat(HTTP.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  @Test
  void puttingAgainReplaces() throws IOException {
    storage.put(BUCKET, "again", Files.writeString(folder.resolve("1"), "first"), "text/plain");
    String before = storage.stat(BUCKET, "again").orElseThrow().etag();

    storage.put(BUCKET, "again", Files.writeString(folder.resolve("2"), "second"), "text/plain");

    assertThat(content("again")).isEqualTo("second");
    assertThat(storage.stat(BUCKET, "again").orElseThrow().etag()).isNotEqualTo(before);
  }

  @Test
  void whatIsMissingIsSaidToBeMissing() {
    assertThat(storage.stat(BUCKET, "nobody/put/this")).isEmpty();
    assertThatThrownBy(() -> storage.open(BUCKET, "nobody/put/this"))
        .isInstanceOfSatisfying(
            RecollectException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> storage.download(BUCKET, "nobody/put/this", folder.resolve("nothing")))
        .isInstanceOfSatisfying(
            RecollectException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void removesAndMindsNothingThatIsGone() throws IOException {
    storage.put(BUCKET, "gone", file(10), "image/jpeg");

    storage.remove(BUCKET, "gone");
    storage.remove(BUCKET, "gone");

    assertThat(storage.stat(BUCKET, "gone")).isEmpty();
  }

  @Test
  void removesManyAtOnceAndMindsNoneThatIsGone() throws Exception {
    Path file = file(1);
    List<String> keys =
        IntStream.rangeClosed(1, 1001).mapToObj(n -> "many/%04d ä&<".formatted(n)).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      keys.forEach(key -> threads.execute(() -> storage.put(BUCKET, key, file, "text/plain")));
    }
    storage.put(BUCKET, "many-others", file, "text/plain");
    assertThat(storage.list(BUCKET, "many/", 1000)).isEqualTo(keys.subList(0, 1000));
    assertThat(storage.list(BUCKET, "many/", 2)).isEqualTo(keys.subList(0, 2));
    storage.remove(BUCKET, keys.get(500));

    storage.removeAll(BUCKET, keys);
    storage.removeAll(BUCKET, keys.subList(0, 2));
    storage.removeAll(BUCKET, List.of());

    assertThat(storage.list(BUCKET, "many", 1000)).containsExactly("many-others");
  }

  @Test
  void whatCannotBeRemovedAmongManyIsTold() {
    ObjectStorage stranger = storage(Map.of("recollect.storage.secret-key", "not-the-secret"));

    assertThatThrownBy(() -> stranger.removeAll(BUCKET, List.of("x")))
        .isInstanceOf(StorageException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AccessDenied", "SlowDown"})
  void aRefusalOfOneAmongManyIsNotOverheard(String code) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer =
              """
              <DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Error><Key>b</Key>\
              <Code>%s</Code><Message>not now</Message></Error></DeleteResult>
              """
                  .formatted(code)
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/xml");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      assertThatThrownBy(
              () ->
                  storage(endpoint(server.getAddress().getPort()))
                      .removeAll(BUCKET, List.of("a", "b")))
          .isInstanceOf(
              code.equals("SlowDown") ? RecollectException.class : StorageException.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void listsEveryKeyUnderAPrefixAndNoOther() throws IOException {
    Path file = file(1);
    for (String key : List.of("list/1/a", "list/1/b/c", "list/12/d", "lis")) {
      storage.put(BUCKET, key, file, "image/jpeg");
    }
    List<String> keys = new ArrayList<>();

    storage.list(BUCKET, "list/1/", keys::add);

    assertThat(keys).containsExactly("list/1/a", "list/1/b/c");
  }

  @Test
  void aPresignedDownloadNeedsNoKeyAndNamesTheFile() throws Exception {
    storage.put(BUCKET, "köln/ä b.jpg", file(1000), "image/jpeg");

    HttpResponse<byte[]> answer =
        get(urls.download(BUCKET, "köln/ä b.jpg", "Zieleinlauf Köln.jpg"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(bytes(1000));
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/jpeg");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue(ContentDisposition.attachment("Zieleinlauf Köln.jpg"));
  }

  @Test
  void aPresignedDownloadServesRanges() throws Exception {
    storage.put(BUCKET, "range", file(1000), "image/jpeg");
    URI url = urls.download(BUCKET, "range", "r.jpg");

    HttpResponse<byte[]> answer =
        HTTP.send(
            HttpRequest.newBuilder(url).header("Range", "bytes=990-").build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes 990-999/1000");
    assertThat(answer.body()).isEqualTo(java.util.Arrays.copyOfRange(bytes(1000), 990, 1000));
  }

  @Test
  void aPartOfAnObjectCanBeRead() throws Exception {
    storage.put(BUCKET, "part", file(1000), "video/mp4");

    try (var part = storage.open(BUCKET, "part", 10, 300)) {
      assertThat(part.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes(1000), 10, 310));
    }
    assertThatThrownBy(() -> storage.open(BUCKET, "no-part", 0, 1))
        .isInstanceOfSatisfying(
            RecollectException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void aLargeFileCanBePutInOnePiece() throws Exception {
    int size = 11 << 20;
    storage.putUndivided(BUCKET, "whole", file(size), "video/mp4");

    StoredObject stored = storage.stat(BUCKET, "whole").orElseThrow();
    assertThat(stored.sizeBytes()).isEqualTo(size);
    // The tag of an object that came in parts ends in their number.
    assertThat(stored.etag()).doesNotContain("-");
  }

  @Test
  void thePublicEndpointIsNotForTheSuitesOwnPrograms() throws Exception {
    storage.put(BUCKET, "own", file(10), "video/mp4");
    PresignedUrls behindProxy =
        urls(Map.of("recollect.storage.public-endpoint", "https://files.example"));

    HttpResponse<byte[]> answer = get(behindProxy.read(BUCKET, "own"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(bytes(10));
  }

  @Test
  void aPresignedUrlIsGoodForWhatItSaysOnly() throws Exception {
    storage.put(BUCKET, "signed", file(10), "image/jpeg");
    storage.put(BUCKET, "secret", file(10), "image/jpeg");
    String url = urls.download(BUCKET, "signed", "a.jpg").toString();
    assertThat(get(URI.create(url)).statusCode()).isEqualTo(200);

    char last = url.charAt(url.length() - 1);
    String signature = url.substring(0, url.length() - 1) + (last == '0' ? '1' : '0');
    assertThat(get(URI.create(signature)).statusCode()).as("signature").isEqualTo(403);
    assertThat(get(URI.create(url.replace("signed", "secret"))).statusCode())
        .as("another object")
        .isEqualTo(403);
    assertThat(get(URI.create(url.replace("a.jpg", "b.jpg"))).statusCode())
        .as("another name")
        .isEqualTo(403);
    assertThat(get(URI.create(url.substring(0, url.indexOf('?')))).statusCode())
        .as("no signature")
        .isEqualTo(403);
  }

  @Test
  void aPresignedUrlIsValidForAnHourUnlessConfiguredOtherwise() throws Exception {
    storage.put(BUCKET, "expires", file(10), "image/jpeg");
    assertThat(urls.download(BUCKET, "expires", "a.jpg").getQuery()).contains("X-Amz-Expires=3600");

    PresignedUrls briefly = urls(Map.of("recollect.storage.presigned-for", "1s"));
    URI brief = briefly.download(BUCKET, "expires", "a.jpg");

    // Somebody reads a long video through that, over and over.
    assertThat(briefly.read(BUCKET, "expires").getQuery()).contains("X-Amz-Expires=86400");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(get(brief).statusCode()).isEqualTo(403));
  }

  @Test
  void aPresignedUploadStoresOneObject() throws Exception {
    URI url = urls.upload(BUCKET, "direct");

    int status =
        HTTP.send(
                HttpRequest.newBuilder(url).PUT(BodyPublishers.ofByteArray(bytes(5000))).build(),
                BodyHandlers.discarding())
            .statusCode();

    assertThat(status).isEqualTo(200);
    assertThat(storage.stat(BUCKET, "direct").orElseThrow().sizeBytes()).isEqualTo(5000);
    assertThat(get(url).statusCode()).as("the URL does not read").isEqualTo(403);
  }

  @Test
  void presignedUrlsNameThePublicEndpoint() {
    PresignedUrls behindProxy =
        urls(Map.of("recollect.storage.public-endpoint", "https://files.example"));

    assertThat(behindProxy.download(BUCKET, "x", "x.jpg").toString())
        .startsWith("https://files.example/" + BUCKET + "/x?");
  }

  @Test
  void manyCallersAtOnceDoNotWaitForEachOther() throws Exception {
    List<Socket> accepted = new ArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 64);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ObjectStorage waiting = storage(endpoint(silent.getLocalPort()));
      for (int n = 0; n < 32; n++) {
        threads.submit(() -> waiting.open(BUCKET, "x"));
      }
      silent.setSoTimeout((int) PATIENCE.toMillis());
      while (accepted.size() < 32) {
        accepted.add(silent.accept());
      }
      for (Socket socket : accepted) {
        socket.close();
      }
    }
    assertThat(accepted).hasSize(32);
  }

  @Test
  void aStoreThatIsDownIsUnavailableAtOnce() throws IOException {
    // Held and not listened to: nobody else can come to answer there.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Map<String, String> settings = new HashMap<>(endpoint(held.getLocalPort()));
      settings.put("recollect.storage.connect-timeout", "10m");
      settings.put("recollect.storage.read-timeout", "10m");

      assertUnavailable(storage(settings));
    }
  }

  @Test
  void aStoreThatIsSilentIsUnavailableWithinTheTimeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      Map<String, String> settings = new HashMap<>(endpoint(silent.getLocalPort()));
      settings.put("recollect.storage.read-timeout", "500ms");

      assertUnavailable(storage(settings));
    }
  }

  @Test
  void anObjectIsReadAsAWholeOrNotAtAll() throws IOException {
    storage.put(BUCKET, "whole", file(100_000), "image/jpeg");
    assertThat(storage.read(BUCKET, "whole", 100_000)).isEqualTo(bytes(100_000));
    for (int size : List.of(99_999, 100_001)) {
      assertThatThrownBy(() -> storage.read(BUCKET, "whole", size))
          .hasMessage("The object storage does not answer (get); try again shortly");
    }
    assertThatThrownBy(() -> storage.read(BUCKET, "nowhere", 1))
        .isInstanceOfSatisfying(
            RecollectException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void nobodyIsSentMoreThanTheyTake() throws IOException {
    storage.put(BUCKET, "bounded", file(300_000), "image/jpeg");
    Path copy = folder.resolve("bounded");

    assertThat(storage.download(BUCKET, "bounded", copy, 300_000)).isTrue();
    assertThat(copy).hasBinaryContent(bytes(300_000));
    assertThat(storage.download(BUCKET, "bounded", copy, 299_999)).isFalse();
    assertThat(Files.size(copy)).isLessThan(300_000);
  }

  @Test
  void aStoreThatBreaksOffWithinAnObjectIsUnavailable() throws Exception {
    try (ServerSocket server = new ServerSocket(0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(
          () -> {
            try (Socket caller = server.accept()) {
              var request = new BufferedReader(new InputStreamReader(caller.getInputStream()));
              String line = request.readLine();
              while (!line.isEmpty()) {
                line = request.readLine();
              }
              caller
                  .getOutputStream()
                  .write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc".getBytes(UTF_8));
            }
            return null;
          });
      assertThatThrownBy(() -> storage(endpoint(server.getLocalPort())).read(BUCKET, "photo", 1000))
          .isInstanceOfSatisfying(
              RecollectException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
  }

  @Test
  void wrongCredentialsAreNoOutageAndNotShown() {
    ObjectStorage stranger = storage(Map.of("recollect.storage.secret-key", "not-the-secret"));

    assertThatThrownBy(() -> stranger.put(BUCKET, "x", file(1), "image/jpeg"))
        .isInstanceOf(StorageException.class)
        .hasMessageNotContaining("not-the-secret");
  }

  @Test
  void whatIsWrongHereIsNoOutage() throws IOException {
    storage.put(BUCKET, "listed", file(1), "image/jpeg");
    IllegalStateException defect = new IllegalStateException("the visitor's own");
    assertThatThrownBy(
            () ->
                storage.list(
                    BUCKET,
                    "listed",
                    key -> {
                      throw defect;
                    }))
        .isSameAs(defect);
    assertThatThrownBy(() -> storage.download(BUCKET, "listed", folder.resolve("no/such/folder")))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void anInterruptionIsPassedOn() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      ObjectStorage waiting = storage(endpoint(silent.getLocalPort()));
      FutureTask<Boolean> interrupted =
          new FutureTask<>(
              () -> {
                assertThatThrownBy(() -> waiting.open(BUCKET, "x"))
                    .isInstanceOf(RecollectException.class);
                return Thread.currentThread().isInterrupted();
              });
      Thread caller = Thread.ofVirtual().start(interrupted);
      silent.setSoTimeout((int) PATIENCE.toMillis());
      // From here on the caller waits for an answer that does not come.
      try (Socket held = silent.accept()) {
        caller.interrupt();
        assertThat(interrupted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private void assertUnavailable(ObjectStorage down) {
    long start = System.nanoTime();
    assertThatThrownBy(() -> down.put(BUCKET, "x", file(1), "image/jpeg"))
        .isInstanceOfSatisfying(
            RecollectException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessage("The object storage does not answer (put); try again shortly");
    assertThatThrownBy(() -> down.open(BUCKET, "x"))
        .hasMessage("The object storage does not answer (get); try again shortly");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
  }

  private String content(String key) throws IOException {
    try (InputStream content = storage.open(BUCKET, key)) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }

  private static HttpResponse<byte[]> get(URI url) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
  }

  private Path file(int bytes) throws IOException {
    return Files.write(folder.resolve("file-" + bytes), bytes(bytes));
  }

  /** The same bytes for the same length. */
  private static byte[] bytes(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  private static Map<String, String> endpoint(int port) {
    return Map.of("recollect.storage.endpoint", "http://127.0.0.1:" + port);
  }

  private static ObjectStorage storage(Map<String, String> settings) {
    return new ObjectStorage(client(settings));
  }

  private static PresignedUrls urls(Map<String, String> settings) {
    return new PresignedUrls(client(settings));
  }

  private static StorageClient client(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("recollect.storage.endpoint", SERVERS.s3Endpoint());
    all.put("recollect.storage.access-key", SERVERS.accessKey());
    all.put("recollect.storage.secret-key", SERVERS.secretKey());
    all.putAll(settings);
    return new StorageClient(ConfigReader.read(StorageConfig.class, all));
  }
}
