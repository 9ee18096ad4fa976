package dev.recollect.kit.storage;

import io.minio.GetPresignedObjectUrlArgs;
import io.minio.MinioAsyncClient;
import io.minio.http.Method;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * URLs by which whoever has one gets at one object, those for clients for as long as {@link
 * StorageConfig#presignedFor()} says. They are computed here: the store is not asked, and a URL may
 * lead to nothing. Never to be logged. Safe for use by many threads.
 */
@ApplicationScoped
public class PresignedUrls {

  /**
   * A video is read through one URL from beginning to end several times, an hour each at most where
   * limits are as they come. One that ends meanwhile looks like a storage that is away.
   */
  private static final Duration READ_FOR = Duration.ofDays(1);

  private final StorageClient client;

  PresignedUrls(StorageClient client) {
    this.client = client;
  }

  /** Downloads the object under the given file name. */
  public URI download(String bucket, String key, String filename) {
    return signForClient(
        Method.GET,
        bucket,
        key,
        Map.of("response-content-disposition", ContentDisposition.attachment(filename)));
  }

  /** One PUT may store the object through it. */
  public URI upload(String bucket, String key) {
    return signForClient(Method.PUT, bucket, key, Map.of());
  }

  /** One PUT may store a part of an upload through it, again if need be. */
  URI part(String bucket, String key, String uploadId, int part) {
    return signForClient(
        Method.PUT,
        bucket,
        key,
        Map.of("uploadId", uploadId, "partNumber", Integer.toString(part)));
  }

  /**
   * A program on this machine reads the object through it, at the address that services use, for a
   * day whatever the settings say. Not for clients.
   */
  public URI read(String bucket, String key) {
    return sign(client.atServices(), READ_FOR, Method.GET, bucket, key, Map.of());
  }

  private URI signForClient(Method method, String bucket, String key, Map<String, String> query) {
    return sign(client.atClients(), client.config().presignedFor(), method, bucket, key, query);
  }

  private URI sign(
      MinioAsyncClient signer,
      Duration validity,
      Method method,
      String bucket,
      String key,
      Map<String, String> query) {
    return StorageCalls.call(
        "presign",
        () ->
            URI.create(
                signer.getPresignedObjectUrl(
                    GetPresignedObjectUrlArgs.builder()
                        .method(method)
                        .bucket(bucket)
                        .object(key)
                        .extraQueryParams(query)
                        .expiry(Math.toIntExact(validity.toSeconds()))
                        .build())));
  }
}
