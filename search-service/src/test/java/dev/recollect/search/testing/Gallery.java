package dev.recollect.search.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.library.v1.Original;
import dev.recollect.proto.library.v1.Photo;
import dev.recollect.search.bib.BibStore;
import dev.recollect.search.face.FaceIndex;
import dev.recollect.search.face.FacesOfPhoto;
import dev.recollect.search.face.IndexedFace;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.search.inference.PhotoReading;
import dev.recollect.search.library.EventSettings;
import dev.recollect.search.library.EventStore;
import dev.recollect.search.library.LibraryPhoto;
import dev.recollect.search.library.PhotoStore;
import dev.recollect.testkit.PhotosPeer;
import dev.recollect.vision.Box;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Makes events and photos for tests: as indexed ones, or as uploads that are still to be indexed.
 */
@ApplicationScoped
public class Gallery {
  /** The organisation of every event here unless said otherwise. */
  public static final long ORGANISATION = 7;

  /** A box, as shares of a photo. */
  public static final Box SOMEWHERE = new Box(.1, .1, .2, .2);

  private static final AtomicLong EVENT_IDS = new AtomicLong(1000);

  private final Database database;
  private final EventStore events;
  private final PhotoStore photos;
  private final FaceIndex faces;
  private final BibStore bibs;
  private final FaceModels models;
  private final ObjectStorage storage;
  private final StorageConfig buckets;

  Gallery(
      Database database,
      EventStore events,
      PhotoStore photos,
      FaceIndex faces,
      BibStore bibs,
      FaceModels models,
      ObjectStorage storage,
      StorageConfig buckets) {
    this.database = database;
    this.events = events;
    this.photos = photos;
    this.faces = faces;
    this.bibs = bibs;
    this.models = models;
    this.storage = storage;
    this.buckets = buckets;
  }

  public static long newEventId() {
    return EVENT_IDS.incrementAndGet();
  }

  /** An event with every feature on, no propagation, review below 0.8. */
  public static Event.Builder event(long eventId) {
    return Event.newBuilder()
        .setEventId(eventId)
        .setOrganisationId(ORGANISATION)
        .setEventEnabled(true)
        .setBibSearch(true)
        .setSelfieSearch(true)
        .setBibReviewConfidence(.8);
  }

  /** Puts an event into the directory, the feed and, at once, the store. */
  public long open(PhotosPeer peer, Event event) {
    peer.put(event);
    database.transact(
        transaction -> {
          events.put(
              transaction,
              new EventSettings(
                  event.getEventId(),
                  OptionalLong.of(event.getOrganisationId()),
                  event.getBibPropagation(),
                  event.getBibReviewConfidence()));
          faces.prepare(transaction, event.getEventId());
          return null;
        });
    return event.getEventId();
  }

  /** Stores a photo as if it had come through the feed and been looked at. */
  public UUID indexed(long eventId, String captureTime, boolean ready) {
    UUID photoId = UUID.randomUUID();
    database.transact(
        transaction -> {
          photos.put(
              transaction,
              new LibraryPhoto(
                  eventId,
                  photoId,
                  4000,
                  3000,
                  Optional.ofNullable(captureTime).map(Instant::parse),
                  ready,
                  3,
                  new LibraryPhoto.Original(
                      "originals",
                      "o/" + photoId,
                      Optional.of("Läufer " + photoId + ".jpg"),
                      "00".repeat(32))),
              1);
          return Sql.of(
                  "insert into photo_index (event_id, photo_id, model_no, faces) values (?, ?, ?, 0)",
                  eventId,
                  photoId,
                  models.serving().modelNo())
              .update(transaction);
        });
    return photoId;
  }

  public UUID indexed(long eventId, String captureTime) {
    return indexed(eventId, captureTime, true);
  }

  /** Gives a photo readings, each worn by the face of that number. */
  public void read(long eventId, UUID photoId, PhotoReading... readings) {
    database.transact(
        transaction -> {
          bibs.replace(transaction, eventId, photoId, List.of(readings));
          return null;
        });
  }

  public static PhotoReading reading(String text, double confidence) {
    return new PhotoReading(text, confidence, SOMEWHERE, OptionalInt.empty());
  }

  public static PhotoReading worn(String text, double confidence, int faceNo) {
    return new PhotoReading(text, confidence, SOMEWHERE, OptionalInt.of(faceNo));
  }

  /** Gives a photo faces. */
  public void faces(long eventId, UUID photoId, float[]... embeddings) {
    faces(
        eventId,
        photoId,
        Stream.of(embeddings)
            .map(embedding -> new IndexedFace(SOMEWHERE, .9, false, embedding))
            .toArray(IndexedFace[]::new));
  }

  /** Gives a photo faces, the largest first. */
  public void faces(long eventId, UUID photoId, IndexedFace... seen) {
    database.transact(
        transaction -> {
          faces.replace(
              transaction,
              new FacesOfPhoto(eventId, photoId, models.serving().modelNo(), List.of(seen)));
          return Sql.of(
                  "update photo_index set faces = ? where event_id = ? and photo_id = ?",
                  seen.length,
                  eventId,
                  photoId)
              .update(transaction);
        });
  }

  /** A direction of its own; two of them are nearly at right angles. */
  public static float[] face(long seed) {
    return normalized(new Random(seed).doubles(512, -1, 1).toArray());
  }

  /** A direction at a given cosine from another. */
  public static float[] similar(float[] face, double cosine, long seed) {
    float[] other = face(seed);
    double dot = 0;
    for (int i = 0; i < face.length; i++) {
      dot += (double) face[i] * other[i];
    }
    double[] across = new double[face.length];
    double length = 0;
    for (int i = 0; i < face.length; i++) {
      across[i] = other[i] - dot * face[i];
      length += across[i] * across[i];
    }
    double[] mixed = new double[face.length];
    for (int i = 0; i < face.length; i++) {
      mixed[i] = cosine * face[i] + Math.sqrt(1 - cosine * cosine) * across[i] / Math.sqrt(length);
    }
    return normalized(mixed);
  }

  private static float[] normalized(double[] values) {
    double square = 0;
    for (double value : values) {
      square += value * value;
    }
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) (values[i] / Math.sqrt(square));
    }
    return result;
  }

  /** Uploads an original and describes it as the feed would. */
  public Photo.Builder uploaded(long eventId, byte[] original) {
    UUID photoId = UUID.randomUUID();
    try {
      storage.ensureBucket(buckets.originalsBucket());
      Path file = Files.createTempFile("original", ".jpg");
      Files.write(file, original);
      storage.put(buckets.originalsBucket(), "o/" + photoId, file, "image/jpeg");
      Files.delete(file);
      return described(eventId, photoId, buckets.originalsBucket(), original);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A photo of the feed whose original lies at {@code o/{id}}. */
  public static Photo.Builder described(
      long eventId, UUID photoId, String bucket, byte[] original) {
    try {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(original);
      return Photo.newBuilder()
          .setPhotoId(photoId.toString())
          .setEventId(eventId)
          .setWidth(900)
          .setHeight(1200)
          .setCaptureTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
          .setReady(true)
          .setRenditionVersion(1)
          .setOriginal(
              Original.newBuilder()
                  .setBucket(bucket)
                  .setObjectKey("o/" + photoId)
                  .setSizeBytes(original.length)
                  .setContentType("image/jpeg")
                  .setFilename("photo.jpg")
                  .setSha256(ByteString.copyFrom(sha256)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
