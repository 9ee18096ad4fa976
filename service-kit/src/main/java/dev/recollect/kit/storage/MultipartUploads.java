package dev.recollect.kit.storage;

import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.ListPartsResult;
import io.minio.messages.Part;
import io.minio.messages.Upload;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Objects that somebody else puts into the store part by part, through presigned URLs. Until an
 * upload is completed there is no object; afterwards its URLs change nothing any more. Every call
 * blocks, and fails as those of {@link ObjectStorage} do. Safe for use by many threads.
 */
@ApplicationScoped
public class MultipartUploads {
  /** Most parts of an upload. */
  public static final int MOST_PARTS = 10_000;

  private static final int PARTS_AT_ONCE = 1000;

  private final StorageClient client;
  private final PresignedUrls urls;
  private final String region;

  MultipartUploads(StorageClient client, PresignedUrls urls) {
    this.client = client;
    this.urls = urls;
    this.region = client.config().region();
  }

  /** Begins an upload; its id. */
  public String begin(String bucket, String key) {
    return client
        .ask(
            "begin multipart upload",
            store -> store.createMultipartUploadAsync(bucket, region, key, null, null))
        .result()
        .uploadId();
  }

  /** A URL that one PUT may store a part through, again if need be; no request is made. */
  public URI presignPart(String bucket, String key, String uploadId, int part) {
    return urls.part(bucket, key, uploadId, part);
  }

  /** The parts that are there, by number; none when the upload is over or unknown. */
  public List<StoredPart> parts(String bucket, String key, String uploadId) {
    List<StoredPart> parts = new ArrayList<>();
    Optional<ListPartsResult> page = parts(bucket, key, uploadId, null);
    while (page.isPresent()) {
      for (Part part : page.get().partList()) {
        parts.add(new StoredPart(part.partNumber(), part.partSize(), part.etag()));
      }
      if (!page.get().isTruncated()) {
        return List.copyOf(parts);
      }
      page = parts(bucket, key, uploadId, page.get().nextPartNumberMarker());
    }
    return List.of();
  }

  private Optional<ListPartsResult> parts(
      String bucket, String key, String uploadId, Integer marker) {
    return client
        .find(
            "list parts",
            store ->
                store.listPartsAsync(
                    bucket, region, key, PARTS_AT_ONCE, marker, uploadId, null, null))
        .map(answer -> answer.result());
  }

  /**
   * An upload that was begun and neither completed nor aborted.
   *
   * @param key of the object that it was to become
   */
  public record Unfinished(String key, String uploadId) {}

  /** Every unfinished upload of a bucket; none when there is no such bucket. */
  public List<Unfinished> unfinished(String bucket) {
    List<Unfinished> found = new ArrayList<>();
    Optional<ListMultipartUploadsResult> page = unfinished(bucket, null, null);
    while (page.isPresent()) {
      for (Upload upload : page.get().uploads()) {
        found.add(new Unfinished(upload.objectName(), upload.uploadId()));
      }
      if (!page.get().isTruncated()) {
        return List.copyOf(found);
      }
      page = unfinished(bucket, page.get().nextKeyMarker(), page.get().nextUploadIdMarker());
    }
    return List.of();
  }

  private Optional<ListMultipartUploadsResult> unfinished(
      String bucket, String key, String uploadId) {
    return client
        .find(
            "list multipart uploads",
            store ->
                store.listMultipartUploadsAsync(
                    bucket, region, null, null, key, null, null, uploadId, null, null))
        .map(answer -> answer.result());
  }

  /** Makes the object of all parts, in their order. */
  public void complete(String bucket, String key, String uploadId, List<StoredPart> parts) {
    Part[] all =
        parts.stream().map(part -> new Part(part.number(), part.etag())).toArray(Part[]::new);
    client.ask(
        "complete multipart upload",
        store ->
            store.completeMultipartUploadAsync(bucket, region, key, uploadId, all, null, null));
  }

  /** Throws the parts away; an upload that is not there is no error. */
  public void abort(String bucket, String key, String uploadId) {
    client.find(
        "abort multipart upload",
        store -> store.abortMultipartUploadAsync(bucket, region, key, uploadId, null, null));
  }
}
