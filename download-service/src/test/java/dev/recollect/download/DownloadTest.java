package dev.recollect.download;

import static io.restassured.RestAssured.given;

import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.testkit.RecollectServers;
import dev.recollect.testkit.StorageProxy;
import dev.recollect.testkit.StorageProxyResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;

/** A running download-service between its peers, with the library's objects in storage. */
@QuarkusTestResource(RecollectServers.class)
@QuarkusTestResource(Peers.class)
@QuarkusTestResource(StorageProxyResource.class)
public abstract class DownloadTest {
  protected static final String PATH = "/api/v1/ext/10/event/1/original-photos";

  @Inject protected ObjectStorage storage;
  @Inject protected StorageConfig config;

  /** Between the service and the storage. */
  protected StorageProxy proxy;

  @BeforeEach
  void fillStorage() {
    String bucket = config.originalsBucket();
    storage.ensureBucket(bucket);
    if (storage.stat(bucket, Library.key(Library.NAMELESS)).isEmpty()) {
      Library.stored().forEach(this::store);
    }
  }

  private void store(int number) {
    try {
      Path file = Files.createTempFile("original", ".jpg");
      Files.write(file, Library.stored(number));
      storage.put(config.originalsBucket(), Library.key(number), file, "image/jpeg");
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  protected static RequestSpecification as(String key) {
    RequestSpecification request = given().contentType(ContentType.JSON).urlEncodingEnabled(false);
    return key == null ? request : request.header("X-API-Key", key);
  }
}
