package dev.recollect.photos.videos;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.photos.upkeep.IntegrityMetrics;
import dev.recollect.photos.upkeep.OriginalCheck;
import dev.recollect.photos.upkeep.UpkeepConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads every source video once in a while and compares it with the checksum of the day it came in,
 * as is done with photos; one a round, since videos are large.
 */
@ApplicationScoped
class VideoChecksumJob implements RecurringJob {
  private static final String DUE =
      """
      select v.event_id, e.organisation_id, v.source_video_key, v.video_id, v.sha256
        from source_video v
        join event e on e.event_id = v.event_id and e.deleted_at is null
        left join video_integrity i
          on i.event_id = v.event_id and i.source_video_key = v.source_video_key
       where v.state = 'accepted'
         and (i.checked_at is null or i.checked_at < now() - make_interval(secs => ?))
         and (i.unreadable_at is null or i.unreadable_at < now() - interval '1 day')
       order by i.checked_at nulls first, v.event_id, v.source_video_key
       limit 1
      """;
  private static final String NOTE =
      """
      insert into video_integrity (event_id, source_video_key, state)
      select event_id, source_video_key, ? from source_video join event using (event_id)
       where event_id = ? and source_video_key = ? and video_id = ? and deleted_at is null
         for key share of source_video
      on conflict (event_id, source_video_key)
        do update set state = excluded.state, checked_at = now(), unreadable_at = null
      """;
  private static final String NOTE_UNREADABLE =
      """
      insert into video_integrity (event_id, source_video_key, checked_at, unreadable_at)
      select event_id, source_video_key, null, now() from source_video join event using (event_id)
       where event_id = ? and source_video_key = ? and video_id = ? and deleted_at is null
         for key share of source_video
      on conflict (event_id, source_video_key) do update set unreadable_at = now()
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
  public void run() {
    try {
      due()
          .ifPresent(
              original ->
                  check.run(
                      "event_id=%d source_video_key=%d"
                          .formatted(original.eventId(), original.key()),
                      original.objectKey(),
                      original.sha256(),
                      state -> note(original, state)));
    } finally {
      metrics.refresh();
    }
  }

  private boolean note(Original original, String state) {
    Sql note =
        state.equals(OriginalCheck.UNREADABLE)
            ? Sql.of(NOTE_UNREADABLE, original.eventId(), original.key(), original.videoId())
            : Sql.of(NOTE, state, original.eventId(), original.key(), original.videoId());
    return database.transact(note::update) == 1;
  }

  @SuppressWarnings("ArrayRecordComponent") // a row
  private record Original(long eventId, long key, UUID videoId, String objectKey, byte[] sha256) {}

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
                            row.getObject(4, UUID.class),
                            StorageKeys.video(
                                row.getLong(2), row.getLong(1), row.getObject(4, UUID.class)),
                            row.getBytes(5))));
  }
}
