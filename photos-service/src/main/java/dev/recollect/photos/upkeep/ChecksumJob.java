package dev.recollect.photos.upkeep;

import dev.recollect.kit.jobs.RecurringJob;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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

  private final AgroalDataSource dataSource;
  private final OriginalCheck check;
  private final UpkeepConfig config;
  private final IntegrityMetrics metrics;

  ChecksumJob(
      AgroalDataSource dataSource,
      OriginalCheck check,
      UpkeepConfig config,
      IntegrityMetrics metrics) {
    this.dataSource = dataSource;
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
  public void run() throws SQLException, IOException {
    for (Original original : due()) {
      String state = check.run(original.objectKey(), original.sha256());
      note(original, state);
      if (!state.equals(OriginalCheck.INTACT)) {
        LOG.errorf(
            "original %s event_id=%d photo_id=%s", state, original.eventId(), original.photoId());
      }
    }
    metrics.refresh();
  }

  @SuppressWarnings("ArrayRecordComponent") // a row
  private record Original(long eventId, UUID photoId, String objectKey, byte[] sha256) {}

  private List<Original> due() throws SQLException {
    int most = config.checksumsPerRound();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(DUE)) {
      select.setInt(1, most);
      select.setDouble(2, config.checksumAge().toSeconds());
      select.setInt(3, most);
      select.setInt(4, most);
      try (ResultSet rows = select.executeQuery()) {
        List<Original> due = new ArrayList<>();
        while (rows.next()) {
          due.add(
              new Original(
                  rows.getLong(1),
                  rows.getObject(2, UUID.class),
                  rows.getString(3),
                  rows.getBytes(4)));
        }
        return due;
      }
    }
  }

  private void note(Original original, String state) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(NOTE)) {
      insert.setString(1, state);
      insert.setLong(2, original.eventId());
      insert.setObject(3, original.photoId());
      insert.executeUpdate();
    }
  }
}
