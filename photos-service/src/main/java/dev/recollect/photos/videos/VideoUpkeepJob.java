package dev.recollect.photos.videos;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.photos.upkeep.UpkeepConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Removes uploads in parts that nobody completed, and objects of videos without a row, which a kill
 * in the middle of an upload leaves. How old an object is, the UUIDv7 in its name says.
 */
@ApplicationScoped
class VideoUpkeepJob implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(VideoUpkeepJob.class);

  private final VideoUploads uploads;
  private final Database database;
  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final UpkeepConfig config;

  VideoUpkeepJob(
      VideoUploads uploads,
      Database database,
      ObjectStorage storage,
      StorageConfig buckets,
      UpkeepConfig config) {
    this.uploads = uploads;
    this.database = database;
    this.storage = storage;
    this.buckets = buckets;
    this.config = config;
  }

  @Override
  public String name() {
    return "video-upkeep";
  }

  @Override
  public Duration pause() {
    return config.orphanPause();
  }

  @Override
  public void run() {
    Instant newest = Instant.now(Clock.systemUTC()).minus(config.orphanAge());
    for (SourceVideo video : database.read(connection -> VideoRows.abandoned(connection, newest))) {
      uploads.abort(video);
      LOG.infof("upload expired event_id=%d source_video_key=%d", video.eventId(), video.key());
    }
    for (EventOfVideos event : database.read(VideoUpkeepJob::events)) {
      sweep(event, newest);
    }
  }

  private record EventOfVideos(long organisationId, long eventId) {}

  /**
   * Those that ever had a video. Deleted ones too: an upload that was completed while its event was
   * removed leaves its object behind.
   */
  private static List<EventOfVideos> events(Connection connection) throws SQLException {
    return Sql.of("select organisation_id, event_id from event where last_source_video_key > 0")
        .list(connection, row -> new EventOfVideos(row.getLong(1), row.getLong(2)));
  }

  private void sweep(EventOfVideos event, Instant newest) {
    String prefix = StorageKeys.videos(event.organisationId(), event.eventId());
    storage.list(
        buckets.originalsBucket(),
        prefix,
        key ->
            PhotoId.parse(key.substring(prefix.length()))
                .filter(videoId -> PhotoId.timeOf(videoId).isBefore(newest))
                .filter(videoId -> !isKnown(event.eventId(), videoId))
                .ifPresent(
                    videoId -> {
                      storage.remove(buckets.originalsBucket(), key);
                      LOG.infof("orphan removed event_id=%d video_id=%s", event.eventId(), videoId);
                    }));
  }

  private boolean isKnown(long eventId, UUID videoId) {
    return database.read(
        connection ->
            Sql.of(
                    "select 1 from source_video where event_id = ? and video_id = ? and state <> 'refused'",
                    eventId,
                    videoId)
                .exists(connection));
  }
}
