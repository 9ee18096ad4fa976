package dev.recollect.kit.storage;

import static dev.recollect.kit.storage.StorageCalls.call;
import static dev.recollect.kit.storage.StorageCalls.unavailable;

import dev.recollect.kit.error.RecollectException;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.messages.DeleteError;
import io.minio.messages.DeleteObject;
import io.minio.messages.Item;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is in the object store. Every call blocks: use it from worker or virtual threads. A store
 * that does not answer gives {@link dev.recollect.kit.error.ErrorCode#UNAVAILABLE}, one that
 * refuses a {@link StorageException}. Safe for use by many threads.
 */
@ApplicationScoped
public class ObjectStorage {
  private static final long PART_BYTES = 10L << 20;

  /** As much as S3 takes. */
  private static final int REMOVED_AT_ONCE = 1000;

  /** As much as S3 gives. */
  private static final int LISTED_AT_ONCE = 1000;

  private static final int BUFFER_BYTES = 64 << 10;

  private final StorageClient client;

  ObjectStorage(StorageClient client) {
    this.client = client;
  }

  /** Creates the bucket unless it is there. */
  public void ensureBucket(String bucket) {
    if (!bucketExists(bucket)) {
      make(bucket);
    }
  }

  private void make(String bucket) {
    try {
      client.ask(
          "make bucket",
          store -> store.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
    } catch (RecollectException | StorageException refused) {
      // Somebody else may have made it since we looked.
      if (!bucketExists(bucket)) {
        throw refused;
      }
    }
  }

  /** True when the bucket is there and the credentials open it. */
  public boolean bucketExists(String bucket) {
    return client.ask(
        "look for bucket",
        store -> store.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()));
  }

  /**
   * Uploads a file, in parts when it is large. The parts are read from the file as they are sent: a
   * stream would be held in memory, a part at a time.
   */
  public void put(String bucket, String key, Path file, String contentType) {
    put(bucket, key, file, contentType, PART_BYTES);
  }

  /**
   * As {@link #put}, in one request whatever the size, up to 5 GiB: a process killed meanwhile
   * leaves no parts behind that nobody asks for.
   */
  public void putUndivided(String bucket, String key, Path file, String contentType) {
    try {
      put(bucket, key, file, contentType, Math.max(PART_BYTES, Files.size(file)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void put(String bucket, String key, Path file, String contentType, long partBytes) {
    client.askAgain(
        "put",
        store ->
            store.uploadObject(
                UploadObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .contentType(contentType)
                    .filename(file.toString(), partBytes)
                    .build()));
  }

  /**
   * Uploads what a stream has to give, however much that is. Holds one part of it in memory; a
   * failure of the stream itself is the cause of what is thrown.
   */
  public void put(String bucket, String key, InputStream content, String contentType) {
    client.ask(
        "put",
        store ->
            store.putObject(
                PutObjectArgs.builder().bucket(bucket).object(key).contentType(contentType).stream(
                        content, -1, PART_BYTES)
                    .build()));
  }

  /** Empty when there is no such object. */
  public Optional<StoredObject> stat(String bucket, String key) {
    return client
        .find(
            "stat",
            store -> store.statObject(StatObjectArgs.builder().bucket(bucket).object(key).build()))
        .map(found -> new StoredObject(found.size(), found.etag()));
  }

  /**
   * Opens an object; the caller closes the stream.
   *
   * @throws RecollectException not found when there is no such object
   */
  public InputStream open(String bucket, String key) {
    return get(GetObjectArgs.builder().bucket(bucket).object(key).build());
  }

  /**
   * Opens a part of an object; the caller closes the stream.
   *
   * @param offset of its first byte
   * @param length in bytes, above 0; it must not reach beyond the object's end
   * @throws RecollectException not found when there is no such object
   */
  public InputStream open(String bucket, String key, long offset, long length) {
    return get(
        GetObjectArgs.builder().bucket(bucket).object(key).offset(offset).length(length).build());
  }

  /**
   * Reads an object whose size is known; no more than its bytes are held in memory.
   *
   * @throws RecollectException not found when there is no such object; unavailable, too, when the
   *     store breaks off or has another size by now
   */
  public byte[] read(String bucket, String key, int size) {
    try (InputStream content = open(bucket, key)) {
      byte[] bytes = new byte[size];
      if (content.readNBytes(bytes, 0, size) < size || content.read() >= 0) {
        throw new IOException("the object is not of the size it was said to have");
      }
      return bytes;
    } catch (IOException failure) {
      throw unavailable("get", failure);
    }
  }

  private InputStream get(GetObjectArgs what) {
    return client
        .find("get", store -> store.getObject(what))
        .orElseThrow(() -> RecollectException.notFound("The stored file is missing"));
  }

  /**
   * Copies an object into a file, replacing what the file held.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public void download(String bucket, String key, Path file) {
    download(bucket, key, file, Long.MAX_VALUE);
  }

  /**
   * As {@link #download(String, String, Path)}, of an object that somebody else may replace by a
   * larger one meanwhile.
   *
   * @param most bytes that are written
   * @return false when the object has more; the file then holds its beginning
   */
  public boolean download(String bucket, String key, Path file, long most) {
    try (InputStream content = open(bucket, key);
        OutputStream copy = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long left = most;
      for (int count = read(content, buffer); count >= 0; count = read(content, buffer)) {
        if (count > left) {
          return false;
        }
        copy.write(buffer, 0, count);
        left -= count;
      }
      return true;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int read(InputStream content, byte[] buffer) {
    return call("get", () -> content.read(buffer));
  }

  /** Removes an object; removing what is not there is no error. */
  public void remove(String bucket, String key) {
    client.ask(
        "remove",
        store -> store.removeObject(RemoveObjectArgs.builder().bucket(bucket).object(key).build()));
  }

  /**
   * Removes objects, {@value #REMOVED_AT_ONCE} a request; those that are not there are no error.
   *
   * @throws StorageException when the store refuses to remove one of them; it goes on with the
   *     others of the request
   */
  public void removeAll(String bucket, Collection<String> keys) {
    Iterator<Result<DeleteError>> refusals =
        client
            .atServices()
            .removeObjects(
                RemoveObjectsArgs.builder()
                    .bucket(bucket)
                    .objects(keys.stream().map(DeleteObject::new).toList())
                    .build())
            .iterator();
    if (call("remove", refusals::hasNext)) {
      StorageCalls.refuse("remove", call("remove", () -> refusals.next().get()));
    }
  }

  /** Hands every key under a prefix to {@code visitor}, page by page; it may throw. */
  public void list(String bucket, String prefix, Consumer<String> visitor) {
    Iterator<Result<Item>> items = items(bucket, prefix, LISTED_AT_ONCE);
    while (call("list", items::hasNext)) {
      visitor.accept(nextKey(items));
    }
  }

  /**
   * The first keys under a prefix.
   *
   * @param most of them, up to {@value #LISTED_AT_ONCE}, in one request
   */
  public List<String> list(String bucket, String prefix, int most) {
    List<String> keys = new ArrayList<>();
    Iterator<Result<Item>> items = items(bucket, prefix, most);
    while (keys.size() < most && call("list", items::hasNext)) {
      keys.add(nextKey(items));
    }
    return keys;
  }

  private Iterator<Result<Item>> items(String bucket, String prefix, int atOnce) {
    return client
        .atServices()
        .listObjects(
            ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .maxKeys(atOnce)
                .build())
        .iterator();
  }

  private static String nextKey(Iterator<Result<Item>> items) {
    return call("list", () -> items.next().get().objectName());
  }
}
