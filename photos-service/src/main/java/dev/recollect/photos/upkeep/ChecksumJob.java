package dev.recollect.photos.upkeep;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Reads every original of a photo once in a while and compares it with the checksum of the day it
 * came in. A difference is kept with the photo, logged and counted; nothing is repaired here.
 */
@ApplicationScoped
public class ChecksumJob implements RecurringJob {
  /** New photos and old ones take turns, so that neither wait for an end of the others. */
  private static final String DUE =
      """
      select photo.event_id, photo.photo_id, photo.object_key, photo.sha256
        from ((select i.event_id, i.photo_id, row_number() over () as turn
                 from integrity i
                 join event e on e.event_id = i.event_id and e.deleted_at is null
                where i.checked_at is null
                  and (i.unreadable_at is null or i.unreadable_at < now() - interval '1 day')
                limit ?)
              union all
              (select i.event_id, i.photo_id, row_number() over (order by i.checked_at)
                 from integrity i
                 join event e on e.event_id = i.event_id and e.deleted_at is null
                where i.checked_at < now() - make_interval(secs => ?)
                  and (i.unreadable_at is null or i.unreadable_at < now() - interval '1 day')
                order by i.checked_at limit ?)) due
        join photo using (event_id, photo_id)
       order by due.turn limit ?
      """;

  /** Waits for a deletion of the photo that is under way. */
  private static final String NOTE =
      """
      insert into integrity (event_id, photo_id, state)
      select event_id, photo_id, ? from photo join event using (event_id)
       where event_id = ? and photo_id = ? and deleted_at is null
         for key share of photo
      on conflict (event_id, photo_id) do update
        set state = excluded.state, checked_at = now(), unreadable_at = null
      """;

  private static final String NOTE_UNREADABLE =
      """
      insert into integrity (event_id, photo_id, checked_at, unreadable_at)
      select event_id, photo_id, null, now() from photo join event using (event_id)
       where event_id = ? and photo_id = ? and deleted_at is null
         for key share of photo
      on conflict (event_id, photo_id) do update set unreadable_at = now()
      """;

  private final Database database;
  private final OriginalCheck check;
  private final UpkeepConfig config;
  private final IntegrityMetrics metrics;

  ChecksumJob(
      Database database, OriginalCheck check, UpkeepConfig config, IntegrityMetrics metrics) {
    this.database = database;
    this.check = check;
    this.config = config;
    this.metrics = metrics;
  }

  @Override
  public String name() {
    return "checksums";
  }

  @Override
  public Duration pause() {
    return config.checksumPause();
  }

  @Override
  public void run() {
    try {
      for (Original original : due()) {
        check.run(
            "event_id=%d photo_id=%s".formatted(original.eventId(), original.photoId()),
            original.objectKey(),
            original.sha256(),
            state -> note(original, state));
      }
    } finally {
      metrics.refresh();
    }
  }

  private boolean note(Original original, String state) {
    Sql note =
        state.equals(OriginalCheck.UNREADABLE)
            ? Sql.of(NOTE_UNREADABLE, original.eventId(), original.photoId())
            : Sql.of(NOTE, state, original.eventId(), original.photoId());
    return database.read(note::update) == 1;
  }

  @SuppressWarnings("ArrayRecordComponent") // a row
  private record Original(long eventId, UUID photoId, String objectKey, byte[] sha256) {}

  private List<Original> due() {
    int most = config.checksumsPerRound();
    double age = config.checksumAge().toSeconds();
    return database.read(
        connection ->
            Sql.of(DUE, most, age, most, most)
                .list(
                    connection,
                    row ->
                        new Original(
                            row.getLong(1),
                            row.getObject(2, UUID.class),
                            row.getString(3),
                            row.getBytes(4))));
  }
}
