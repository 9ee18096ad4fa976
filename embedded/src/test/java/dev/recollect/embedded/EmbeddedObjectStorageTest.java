package dev.recollect.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.http.Method;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedObjectStorageTest {
  private static final Path FOLDER = Servers.folder("object-storage");
  private static EmbeddedObjectStorage server;
  private static MinioClient client;

  @BeforeAll
  static void start() throws Exception {
    Instant begin = Instant.now();
    server = EmbeddedObjectStorage.start(Servers.objectStorage(FOLDER, LoopbackPort.free()));
    System.out.printf(
        "object storage answered after %d ms%n", Duration.between(begin, Instant.now()).toMillis());
    client = client(Servers.SECRET_KEY);
    client.makeBucket(MakeBucketArgs.builder().bucket("photos").build());
  }

  private static MinioClient client(String secretKey) {
    return client(server, secretKey);
  }

  private static MinioClient client(EmbeddedObjectStorage server, String secretKey) {
    return MinioClient.builder()
        .endpoint(server.endpoint())
        .credentials(Servers.ACCESS_KEY, secretKey)
        .build();
  }

  @AfterAll
  static void stop() {
    server.close();
    assertThat(server.process().isAlive()).isFalse();
  }

  @Test
  void keepsAnObjectOfSeveralPartsByteForByteInASmallHeap() throws Exception {
    byte[] bytes = new byte[40 << 20];
    new Random(7).nextBytes(bytes);
    client.putObject(
        PutObjectArgs.builder().bucket("photos").object("a/large.bin").stream(
                new ByteArrayInputStream(bytes), bytes.length, 5 << 20)
            .build());

    try (InputStream in =
        client.getObject(GetObjectArgs.builder().bucket("photos").object("a/large.bin").build())) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void refusesAWrongSecret() {
    assertThatThrownBy(
            () ->
                client("not-the-secret")
                    .makeBucket(MakeBucketArgs.builder().bucket("other").build()))
        .isInstanceOf(ErrorResponseException.class)
        .hasMessage(
            "The request signature we calculated does not match the signature you provided. Check your key and signing method.");
  }

  @Test
  void servesAPresignedUrlAndRefusesATamperedOne() throws Exception {
    client.putObject(
        PutObjectArgs.builder().bucket("photos").object("b.txt").stream(
                new ByteArrayInputStream("hello".getBytes(UTF_8)), 5, -1)
            .build());
    String url =
        client.getPresignedObjectUrl(
            GetPresignedObjectUrlArgs.builder()
                .method(Method.GET)
                .bucket("photos")
                .object("b.txt")
                .expiry(60)
                .build());

    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> good =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(good.statusCode()).isEqualTo(200);
      assertThat(good.body()).isEqualTo("hello");
      HttpResponse<String> tampered =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(url.replace("X-Amz-Expires=60", "X-Amz-Expires=61")))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(tampered.statusCode()).isEqualTo(403);
    }
  }

  @Test
  void forgetsWhatItWasWritingWhenItWasKilled() throws Exception {
    Path folder = Servers.folder("killed-storage");
    Path buckets = Servers.objectStorage(folder, 1).dataFolder();
    EmbeddedObjectStorage killed =
        EmbeddedObjectStorage.start(Servers.objectStorage(folder, LoopbackPort.free()));
    try (Socket upload = new Socket("127.0.0.1", killed.port())) {
      MinioClient sender = client(killed, Servers.SECRET_KEY);
      sender.makeBucket(MakeBucketArgs.builder().bucket("photos").build());
      sender.putObject(
          PutObjectArgs.builder().bucket("photos").object("1/1/7").stream(
                  new ByteArrayInputStream("hello".getBytes(UTF_8)), 5, -1)
              .build());
      URI target =
          URI.create(
              sender.getPresignedObjectUrl(
                  GetPresignedObjectUrlArgs.builder()
                      .method(Method.PUT)
                      .bucket("photos")
                      .object("1/1/8")
                      .expiry(60)
                      .build()));
      upload
          .getOutputStream()
          .write(
              "PUT %s?%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 100000\r\n\r\nhalf"
                  .formatted(target.getRawPath(), target.getRawQuery(), killed.port())
                  .getBytes(UTF_8));
      await().until(() -> files(buckets).size() == 2);
      // While the upload goes on: an upload that is broken off leaves nothing.
      ProcessHandle.of(killed.process().pid()).orElseThrow().destroyForcibly();
      killed.process().onExit().join();
    } finally {
      killed.close();
    }
    assertThat(files(buckets)).hasSize(2).contains("photos/1/1/7");
    String half = "3f0c7c58-6f0b-4a5e-9d6a-0d5d6f2b7a11";
    String lost = "8d2b1a94-5f5e-4d0e-8f39-6a1f7f7f0c22";
    String kept = "c1a5e7d2-93b4-4a64-b6c8-2f9b8d3e4a33";
    List<String> upload =
        List.of(
            "photos/.s3proxy-mpu-stub-" + kept,
            "photos/.mpus-" + kept + "-1/1/9-stub",
            "photos/.mpus-" + kept + "-1/1/9-1");
    for (String file : upload) {
      write(buckets.resolve(file));
    }
    write(buckets.resolve("photos/.mpus-" + kept + "-1/1/9-2-" + lost));
    write(buckets.resolve("photos/.mpus-" + half + "-1/1/9-stub"));
    write(buckets.resolve("photos/.s3proxy-mpu-stub-" + lost));
    write(buckets.resolve("photos/.mpus-" + lost + "-1/1/9-stub-" + half));

    try (EmbeddedObjectStorage again =
        EmbeddedObjectStorage.start(Servers.objectStorage(folder, LoopbackPort.free()))) {
      await()
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .untilAsserted(
              () ->
                  assertThat(files(buckets))
                      .hasSize(1 + upload.size())
                      .contains("photos/1/1/7")
                      .containsAll(upload));
    }
  }

  private static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "left");
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  @Test
  void keepsItsKeysInAFileOfItsOwnerOnly() throws Exception {
    assertThat(Files.getPosixFilePermissions(FOLDER.resolve("object-storage/s3proxy.properties")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void namesATakenPort() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();

      assertThatThrownBy(() -> EmbeddedObjectStorage.start(Servers.objectStorage(FOLDER, taken)))
          .isInstanceOf(PortTakenException.class)
          .hasMessage("port " + taken + " (object storage) is taken by another program");
    }
  }

  @Test
  void saysThatTheProjectMustBeBuiltWhenItsJarsAreMissing() {
    ObjectStorageSettings settings = Servers.objectStorage(FOLDER, LoopbackPort.free());
    ObjectStorageSettings unbuilt =
        new ObjectStorageSettings(
            FOLDER.resolve("no-jars"),
            settings.dataFolder(),
            settings.stateFolder(),
            settings.log(),
            settings.port(),
            settings.accessKey(),
            settings.secretKey(),
            64,
            true);

    assertThatThrownBy(() -> EmbeddedObjectStorage.start(unbuilt))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("build the project first");
  }
}
