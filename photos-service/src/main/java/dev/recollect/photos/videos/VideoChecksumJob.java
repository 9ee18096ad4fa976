package dev.recollect.photos.videos;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.photos.upkeep.IntegrityMetrics;
import dev.recollect.photos.upkeep.OriginalCheck;
import dev.recollect.photos.upkeep.UpkeepConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Reads every source video once in a while and compares it with the checksum of the day it came in,
 * as is done with photos; one a round, since videos are large.
 */
@ApplicationScoped
class VideoChecksumJob implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(VideoChecksumJob.class);
  private static final String DUE =
      """
      select v.event_id, e.organisation_id, v.source_video_key, v.video_id, v.sha256
        from source_video v
        join event e on e.event_id = v.event_id and e.deleted_at is null
        left join video_integrity i
          on i.event_id = v.event_id and i.source_video_key = v.source_video_key
       where v.state = 'accepted'
         and (i.checked_at is null or i.checked_at < now() - make_interval(secs => ?))
       order by i.checked_at nulls first, v.event_id, v.source_video_key
       limit 1
      """;
  private static final String NOTE =
      """
      insert into video_integrity (event_id, source_video_key, state)
      select event_id, source_video_key, ? from source_video
       where event_id = ? and source_video_key = ?
      on conflict (event_id, source_video_key)
        do update set state = excluded.state, checked_at = now()
      """;

  private final Database database;
  private final OriginalCheck check;
  private final UpkeepConfig config;
  private final IntegrityMetrics metrics;

  VideoChecksumJob(
      Database database, OriginalCheck check, UpkeepConfig config, IntegrityMetrics metrics) {
    this.database = database;
    this.check = check;
    this.config = config;
    this.metrics = metrics;
  }

  @Override
  public String name() {
    return "video-checksums";
  }

  @Override
  public Duration pause() {
    return config.checksumPause();
  }

  @Override
  public void run() throws IOException {
    Optional<Original> due = due();
    if (due.isPresent()) {
      Original original = due.get();
      String state = check.run(original.objectKey(), original.sha256());
      database.transact(
          transaction ->
              Sql.of(NOTE, state, original.eventId(), original.key()).update(transaction));
      if (!state.equals(OriginalCheck.INTACT)) {
        LOG.errorf(
            "original %s event_id=%d source_video_key=%d",
            state, original.eventId(), original.key());
      }
    }
    metrics.refresh();
  }

  @SuppressWarnings("ArrayRecordComponent") // a row
  private record Original(long eventId, long key, String objectKey, byte[] sha256) {}

  private Optional<Original> due() {
    double age = config.checksumAge().toSeconds();
    return database.read(
        connection ->
            Sql.of(DUE, age)
                .first(
                    connection,
                    row ->
                        new Original(
                            row.getLong(1),
                            row.getLong(3),
                            StorageKeys.video(
                                row.getLong(2), row.getLong(1), row.getObject(4, UUID.class)),
                            row.getBytes(5))));
  }
}
