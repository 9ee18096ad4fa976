package dev.recollect.clipping.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recollect.kit.sql.Sql;
import dev.recollect.video.AudioStream;
import dev.recollect.video.Rational;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoStream;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The local copy of source videos, and what was found out about their files. */
@ApplicationScoped
@RegisterForReflection(
    targets = {
      VideoInfo.class,
      VideoStream.class,
      VideoStream.ColorTags.class,
      AudioStream.class,
      Rational.class
    })
public class SourceVideoStore {
  private static final String COLUMNS =
      """
      select event_id, source_video_key, description_id, bucket, object_key, size_bytes,
             duration_ns, filename, start_time
        from source_video
      """;

  private final ObjectMapper json;

  SourceVideoStore(ObjectMapper json) {
    this.json = json;
  }

  public Optional<SourceVideo> find(Connection connection, long eventId, long key)
      throws SQLException {
    return Sql.of(COLUMNS + " where event_id = ? and source_video_key = ?", eventId, key)
        .first(connection, SourceVideoStore::read);
  }

  /** The video whose description a work item is; empty once it is deleted. */
  public Optional<SourceVideo> findByDescription(
      Connection connection, long eventId, UUID descriptionId) throws SQLException {
    return Sql.of(COLUMNS + " where event_id = ? and description_id = ?", eventId, descriptionId)
        .first(connection, SourceVideoStore::read);
  }

  /**
   * Takes over what the library says.
   *
   * @param generation of the feed
   * @return whether the file is to be looked at: the video or the generation is new
   */
  public boolean put(Connection transaction, SourceVideo video, int generation)
      throws SQLException {
    boolean known =
        Sql.of(
                """
                select 1 from source_video
                 where event_id = ? and source_video_key = ? and generation = ?
                """,
                video.eventId(),
                video.key(),
                generation)
            .exists(transaction);
    Sql.of(
            """
            insert into source_video (event_id, source_video_key, description_id, bucket,
                                      object_key, size_bytes, duration_ns, filename, start_time,
                                      generation)
            values (?, ?, ?, ?, ?, ?, ?, ?::text, ?::timestamptz, ?)
            on conflict (event_id, source_video_key) do update
              set bucket = excluded.bucket, object_key = excluded.object_key,
                  size_bytes = excluded.size_bytes, duration_ns = excluded.duration_ns,
                  filename = excluded.filename, start_time = excluded.start_time, generation = excluded.generation
            """,
            video.eventId(),
            video.key(),
            video.descriptionId(),
            video.bucket(),
            video.objectKey(),
            video.sizeBytes(),
            video.duration().toNanos(),
            video.filename().orElse(null),
            video.startTime().orElse(null),
            generation)
        .update(transaction);
    return !known;
  }

  /** What is in the file; empty until somebody has looked. */
  public Optional<VideoInfo> description(Connection connection, long eventId, long key)
      throws SQLException {
    return Sql.of(
            """
            select description from source_video
             where event_id = ? and source_video_key = ? and description is not null
            """,
            eventId,
            key)
        .first(connection, row -> parse(row.getString(1)));
  }

  /** Notes what is in the file. */
  public void describe(Connection transaction, SourceVideo video, VideoInfo info)
      throws SQLException {
    try {
      Sql.of(
              """
              update source_video set description = ?::jsonb
               where event_id = ? and source_video_key = ?
              """,
              json.writeValueAsString(info),
              video.eventId(),
              video.key())
          .update(transaction);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Keeps a video from being removed until the transaction ends; false when it is gone already.
   * Taken just before results are written, so that a removal never waits for an analysis.
   */
  public boolean hold(Connection transaction, SourceVideo video) throws SQLException {
    return hold(transaction, video.eventId(), video.key());
  }

  /** The same for the video of a key. */
  public boolean hold(Connection transaction, long eventId, long key) throws SQLException {
    return Sql.of(
            """
            select 1 from source_video where event_id = ? and source_video_key = ? for key share
            """,
            eventId,
            key)
        .exists(transaction);
  }

  /** Whether the video is still there. */
  public boolean exists(Connection connection, SourceVideo video) throws SQLException {
    return Sql.of(
            "select 1 from source_video where event_id = ? and source_video_key = ?",
            video.eventId(),
            video.key())
        .exists(connection);
  }

  /** Keys of an event's videos, in their order. */
  public List<Long> keys(Connection connection, long eventId) throws SQLException {
    return Sql.of(
            """
            select source_video_key from source_video where event_id = ? order by source_video_key
            """,
            eventId)
        .list(connection, row -> row.getLong(1));
  }

  /** Removes a video and everything that was learnt from it. */
  public void remove(Connection transaction, long eventId, long key) throws SQLException {
    Sql.of("delete from source_video where event_id = ? and source_video_key = ?", eventId, key)
        .update(transaction);
  }

  private VideoInfo parse(String description) {
    try {
      return json.readValue(description, VideoInfo.class);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("a stored description cannot be read", unreadable);
    }
  }

  private static SourceVideo read(ResultSet row) throws SQLException {
    return new SourceVideo(
        row.getLong(1),
        row.getLong(2),
        row.getObject(3, UUID.class),
        row.getString(4),
        row.getString(5),
        row.getLong(6),
        Duration.ofNanos(row.getLong(7)),
        Optional.ofNullable(row.getString(8)),
        Optional.ofNullable(row.getObject(9, OffsetDateTime.class)).map(OffsetDateTime::toInstant));
  }
}
