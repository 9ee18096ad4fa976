package dev.recollect.kit.storage;

import static dev.recollect.kit.storage.StorageCalls.call;
import static dev.recollect.kit.storage.StorageCalls.isMissing;

import io.minio.GetPresignedObjectUrlArgs;
import io.minio.MinioAsyncClient;
import io.minio.http.Method;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.ListPartsResult;
import io.minio.messages.Part;
import io.minio.messages.Upload;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import okhttp3.OkHttpClient;

/**
 * Objects that somebody else puts into the store part by part, through presigned URLs. Until an
 * upload is completed there is no object; afterwards its URLs change nothing any more. Every call
 * blocks, and fails as those of {@link ObjectStorage} do. Safe for use by many threads.
 */
@ApplicationScoped
public class MultipartUploads {
  /** Least size of every part but the last, in bytes. */
  public static final long LEAST_PART_BYTES = 5L << 20;

  /** Most parts of an upload. */
  public static final int MOST_PARTS = 10_000;

  private static final int PARTS_AT_ONCE = 1000;

  private final StorageConfig config;
  private final MinioAsyncClient client;
  private final MinioAsyncClient publicClient;

  MultipartUploads(StorageConfig config) {
    this.config = config;
    OkHttpClient http = StorageHttp.client(config);
    this.client = client(config.endpoint(), http);
    this.publicClient = client(config.publicEndpoint().orElse(config.endpoint()), http);
  }

  private MinioAsyncClient client(URI endpoint, OkHttpClient http) {
    return MinioAsyncClient.builder()
        .endpoint(endpoint.toString())
        .region(config.region())
        .credentials(config.accessKey(), config.secretKey())
        .httpClient(http)
        .build();
  }

  /** Begins an upload; its id. */
  public String begin(String bucket, String key) {
    return call(
        "begin multipart upload",
        () ->
            client
                .createMultipartUploadAsync(bucket, config.region(), key, null, null)
                .get()
                .result()
                .uploadId());
  }

  /** A URL that one PUT may store a part through, again if need be; no request is made. */
  public URI presignPart(String bucket, String key, String uploadId, int part) {
    return call(
        "presign",
        () ->
            URI.create(
                publicClient.getPresignedObjectUrl(
                    GetPresignedObjectUrlArgs.builder()
                        .method(Method.PUT)
                        .bucket(bucket)
                        .object(key)
                        .extraQueryParams(
                            Map.of("uploadId", uploadId, "partNumber", Integer.toString(part)))
                        .expiry(Math.toIntExact(config.presignedFor().toSeconds()))
                        .build())));
  }

  /** The parts that are there, by number; none when the upload is over or unknown. */
  public List<StoredPart> parts(String bucket, String key, String uploadId) {
    return call(
        "list parts",
        () -> {
          List<StoredPart> parts = new ArrayList<>();
          try {
            Integer marker = null;
            ListPartsResult page;
            do {
              page =
                  client
                      .listPartsAsync(
                          bucket, config.region(), key, PARTS_AT_ONCE, marker, uploadId, null, null)
                      .get()
                      .result();
              for (Part part : page.partList()) {
                parts.add(new StoredPart(part.partNumber(), part.partSize(), part.etag()));
              }
              marker = page.nextPartNumberMarker();
            } while (page.isTruncated());
          } catch (ExecutionException refused) {
            if (isMissing(refused)) {
              return List.of();
            }
            throw refused;
          }
          return List.copyOf(parts);
        });
  }

  /**
   * An upload that was begun and neither completed nor aborted.
   *
   * @param key of the object that it was to become
   */
  public record Unfinished(String key, String uploadId) {}

  /** Every unfinished upload of a bucket; none when there is no such bucket. */
  public List<Unfinished> unfinished(String bucket) {
    return call(
        "list multipart uploads",
        () -> {
          List<Unfinished> found = new ArrayList<>();
          try {
            String key = null;
            String uploadId = null;
            ListMultipartUploadsResult page;
            do {
              page =
                  client
                      .listMultipartUploadsAsync(
                          bucket,
                          config.region(),
                          null,
                          null,
                          key,
                          null,
                          null,
                          uploadId,
                          null,
                          null)
                      .get()
                      .result();
              for (Upload upload : page.uploads()) {
                found.add(new Unfinished(upload.objectName(), upload.uploadId()));
              }
              key = page.nextKeyMarker();
              uploadId = page.nextUploadIdMarker();
            } while (page.isTruncated());
          } catch (ExecutionException refused) {
            if (isMissing(refused)) {
              return List.of();
            }
            throw refused;
          }
          return List.copyOf(found);
        });
  }

  /** Makes the object of all parts, in their order. */
  public void complete(String bucket, String key, String uploadId, List<StoredPart> parts) {
    call(
        "complete multipart upload",
        () ->
            client
                .completeMultipartUploadAsync(
                    bucket,
                    config.region(),
                    key,
                    uploadId,
                    parts.stream()
                        .map(part -> new Part(part.number(), part.etag()))
                        .toArray(Part[]::new),
                    null,
                    null)
                .get());
  }

  /** Throws the parts away; an upload that is not there is no error. */
  public void abort(String bucket, String key, String uploadId) {
    call(
        "abort multipart upload",
        () -> {
          try {
            return client
                .abortMultipartUploadAsync(bucket, config.region(), key, uploadId, null, null)
                .get();
          } catch (ExecutionException refused) {
            if (isMissing(refused)) {
              return null;
            }
            throw refused;
          }
        });
  }
}
