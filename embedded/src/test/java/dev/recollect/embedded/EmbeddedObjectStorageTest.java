package dev.recollect.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.http.Method;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
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
