package dev.recollect.photos.videos;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.MultipartUploads;
import dev.recollect.kit.storage.MultipartUploads.Unfinished;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.upkeep.UpkeepConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Throws away the parts that a process left in the storage which was killed while it stored a large
 * file; no listing of objects shows them. How old they are, the UUIDv7 in the object's name says.
 */
@ApplicationScoped
class LeftoverPartsJob implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(LeftoverPartsJob.class);

  private final MultipartUploads multipart;
  private final StorageConfig buckets;
  private final Database database;
  private final UpkeepConfig config;

  LeftoverPartsJob(
      MultipartUploads multipart, StorageConfig buckets, Database database, UpkeepConfig config) {
    this.multipart = multipart;
    this.buckets = buckets;
    this.database = database;
    this.config = config;
  }

  @Override
  public String name() {
    return "leftover-parts";
  }

  @Override
  public Duration pause() {
    return config.orphanPause();
  }

  @Override
  public void run() {
    Instant newest = Instant.now(Clock.systemUTC()).minus(config.orphanAge());
    for (Unfinished upload : multipart.unfinished(buckets.originalsBucket())) {
      Optional<UUID> old = idOf(upload).filter(id -> PhotoId.timeOf(id).isBefore(newest));
      if (old.isPresent() && !isWanted(old.get(), upload)) {
        multipart.abort(buckets.originalsBucket(), upload.key(), upload.uploadId());
        LOG.infof("leftover parts removed id=%s", old.get());
      }
    }
  }

  /** Names of objects end with the id of what they are. */
  private static Optional<UUID> idOf(Unfinished upload) {
    return PhotoId.parse(upload.key().substring(upload.key().lastIndexOf('/') + 1));
  }

  /** A client's upload goes on for as long as its row does; a fetch may be tried again any time. */
  private boolean isWanted(UUID id, Unfinished upload) {
    return database.read(
        connection ->
            Sql.of(
                    """
                    select 1 from source_video
                     where video_id = ? and (state = 'fetching' or multipart_id = ?)
                    """,
                    id,
                    upload.uploadId())
                .exists(connection));
  }
}
