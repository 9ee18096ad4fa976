package dev.recollect.photos.upkeep;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Reads every original of a photo once in a while and compares it with the checksum of the day it
 * came in. A difference is kept with the photo, logged and counted; nothing is repaired here.
 */
@ApplicationScoped
public class ChecksumJob implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(ChecksumJob.class);

  /** New photos and old ones take turns, so that neither wait for an end of the others. */
  private static final String DUE =
      """
      select photo.event_id, photo.photo_id, photo.object_key, photo.sha256
        from ((select event_id, photo_id, row_number() over () as turn
                 from integrity where checked_at is null limit ?)
              union all
              (select event_id, photo_id, row_number() over (order by checked_at)
                 from integrity where checked_at < now() - make_interval(secs => ?)
                order by checked_at limit ?)) due
        join photo using (event_id, photo_id)
       order by due.turn limit ?
      """;

  private static final String NOTE =
      """
      insert into integrity (event_id, photo_id, state)
      select event_id, photo_id, ? from photo where event_id = ? and photo_id = ?
      on conflict (event_id, photo_id) do update set state = excluded.state, checked_at = now()
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
  public void run() throws IOException {
    for (Original original : due()) {
      String state = check.run(original.objectKey(), original.sha256());
      database.read(
          connection ->
              Sql.of(NOTE, state, original.eventId(), original.photoId()).update(connection));
      if (!state.equals(OriginalCheck.INTACT)) {
        LOG.errorf(
            "original %s event_id=%d photo_id=%s", state, original.eventId(), original.photoId());
      }
    }
    metrics.refresh();
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
