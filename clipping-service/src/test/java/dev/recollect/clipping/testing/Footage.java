package dev.recollect.clipping.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pgvector.PGhalfvec;
import dev.recollect.clipping.inference.FaceModelInUse;
import dev.recollect.clipping.inference.FaceModels;
import dev.recollect.clipping.library.PacketPages;
import dev.recollect.clipping.library.PacketWriter;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** Source videos in storage, and sightings in them as an analysis would have left them. */
@ApplicationScoped
public class Footage {
  private final Database database;
  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final FaceModels models;
  private final ObjectMapper json;
  private final PacketPages packets;

  Footage(
      Database database,
      ObjectStorage storage,
      StorageConfig buckets,
      FaceModels models,
      ObjectMapper json,
      PacketPages packets) {
    this.database = database;
    this.storage = storage;
    this.buckets = buckets;
    this.models = models;
    this.json = json;
    this.packets = packets;
  }

  /** The model that faces are compared under. */
  public String modelId() {
    return models.serving().embedder().modelId();
  }

  /** A face like nobody else's. */
  public float[] stranger() {
    Random random = new Random();
    float[] face = new float[models.serving().embedder().dimension()];
    double square = 0;
    for (int i = 0; i < face.length; i++) {
      face[i] = (float) random.nextGaussian();
      square += face[i] * face[i];
    }
    for (int i = 0; i < face.length; i++) {
      face[i] /= (float) Math.sqrt(square);
    }
    return face;
  }

  /** Where a video lies. */
  public static String key(long eventId, long video) {
    return "clip-tests/%d/%d".formatted(eventId, video);
  }

  /** Stores a video, looked at and analysed, with nobody in it. */
  public void video(long eventId, long video, Path file) {
    storage.ensureBucket(buckets.originalsBucket());
    storage.put(buckets.originalsBucket(), key(eventId, video), file, "video/mp4");
    TestVideos.Description known = TestVideos.describe(file);
    VideoInfo info = known.info();
    try {
      String description = json.writeValueAsString(info);
      database.transact(
          transaction -> {
            Sql.of(
                    """
                    insert into source_video (event_id, source_video_key, description_id, bucket,
                        object_key, size_bytes, duration_ns, generation, description)
                    values (?, ?, ?, ?, ?, 1, ?, 1, ?::jsonb)
                    """,
                    eventId,
                    video,
                    UUID.randomUUID(),
                    buckets.originalsBucket(),
                    key(eventId, video),
                    info.duration().toNanos(),
                    description)
                .update(transaction);
            try (PacketWriter writer = packets.write(transaction, eventId, video)) {
              known.packets().forEach(writer);
              writer.finish();
            }
            return Sql.of(
                    """
                    insert into analysis_chunk (event_id, source_video_key, model_no, chunk_no,
                        chunk_id, start_ns, end_ns, duration_ns)
                    values (?, ?, ?, 0, ?, 0, ?, ?)
                    """,
                    eventId,
                    video,
                    models.serving().modelNo(),
                    UUID.randomUUID(),
                    info.duration().toNanos(),
                    info.duration().toNanos())
                .update(transaction);
          });
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@link #awaited(long, long, int)} under the model that serves searches. */
  public UUID awaited(long eventId, long video) {
    return awaited(eventId, video, models.serving().modelNo());
  }

  /**
   * Puts a second part of a video in line to be analysed under a model, which nobody begins to do.
   *
   * @return the part, which is also its work item
   */
  public UUID awaited(long eventId, long video, int modelNo) {
    UUID chunk = UUID.randomUUID();
    database.transact(
        transaction -> {
          Sql.of(
                  """
                  insert into analysis_chunk (event_id, source_video_key, model_no, chunk_no,
                      chunk_id, start_ns, end_ns, duration_ns)
                  values (?, ?, ?, 1, ?, 1, 2, 1)
                  """,
                  eventId,
                  video,
                  modelNo,
                  chunk)
              .update(transaction);
          return Sql.of(
                  """
                  insert into work_item (queue, event_id, item_id, next_attempt_at)
                  values ('video-analysis', ?, ?, now() + interval '1 day')
                  """,
                  eventId,
                  chunk)
              .update(transaction);
        });
    return chunk;
  }

  /** A model that faces are not compared under yet; its number. */
  public int nextModel() {
    return database.transact(
        transaction ->
            Sql.of(
                    "insert into model (model_id, dimension) values (?, 2) returning model_no",
                    "next@" + UUID.randomUUID())
                .first(transaction, row -> row.getInt(1))
                .orElseThrow());
  }

  /** Lets somebody say when a video begins. */
  public void beganAt(long eventId, long video, Instant start) {
    database.transact(
        transaction ->
            Sql.of(
                    """
                    update source_video set start_time = ?
                     where event_id = ? and source_video_key = ?
                    """,
                    start,
                    eventId,
                    video)
                .update(transaction));
  }

  /** Lets a person be seen in a video at some times. */
  public void seen(long eventId, long video, int track, float[] face, double... seconds) {
    FaceModelInUse model = models.serving();
    database.transact(
        transaction -> {
          Sql.of("insert into track values (?, ?, ?, 0, ?)", eventId, video, model.modelNo(), track)
              .update(transaction);
          Sql.of(
                  "insert into track_look values (?, ?, ?, 0, ?, 0, ?, ?)",
                  model.modelNo(),
                  eventId,
                  video,
                  track,
                  face.length,
                  new PGhalfvec(face))
              .update(transaction);
          for (double second : seconds) {
            Sql.of(
                    "insert into sighting values (?, ?, ?, 0, ?, ?)",
                    eventId,
                    video,
                    model.modelNo(),
                    track,
                    Math.round(second * 1e9))
                .update(transaction);
          }
          return null;
        });
  }

  /**
   * Lets a number be read in a video at some times.
   *
   * @param track of its wearer; negative for nobody
   */
  public void read(long eventId, long video, String bib, int track, double... seconds) {
    database.transact(
        transaction -> {
          for (double second : seconds) {
            Sql.of(
                    """
                    insert into bib_reading
                    select ?, ?, ?, 0, count(*), ?::int, ?, ? from bib_reading
                     where event_id = ? and source_video_key = ?
                    """,
                    eventId,
                    video,
                    models.serving().modelNo(),
                    track < 0 ? null : track,
                    Math.round(second * 1e9),
                    bib,
                    eventId,
                    video)
                .update(transaction);
          }
          return null;
        });
  }
}
