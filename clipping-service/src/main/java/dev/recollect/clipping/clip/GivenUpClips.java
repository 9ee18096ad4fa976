package dev.recollect.clipping.clip;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Settles clips whose work was set aside after too many attempts: it killed its process each time.
 */
@ApplicationScoped
public class GivenUpClips {
  private final Database database;
  private final Clips clips;
  private final ClipSearches searches;
  private final ClipFiles files;
  private final SearchEnd end;

  GivenUpClips(
      Database database, Clips clips, ClipSearches searches, ClipFiles files, SearchEnd end) {
    this.database = database;
    this.clips = clips;
    this.searches = searches;
    this.files = files;
    this.end = end;
  }

  private record Dead(long eventId, UUID clipId) {}

  /** All there are. */
  public void end() {
    List<Dead> all =
        database.read(
            connection ->
                Sql.of(
                        """
                        select c.event_id, c.clip_id from clip c
                          join work_item w on w.event_id = c.event_id and w.item_id = c.clip_id
                         where w.queue = ? and w.state = 'dead' and c.state = 'pending'
                        """,
                        ClipWork.QUEUE)
                    .list(
                        connection, row -> new Dead(row.getLong(1), row.getObject(2, UUID.class))));
    for (Dead dead : all) {
      database.transact(
          transaction -> {
            settle(transaction, dead);
            return null;
          });
    }
  }

  private void settle(Connection transaction, Dead dead) throws SQLException {
    Optional<SearchedClip> clip = clips.find(transaction, dead.eventId(), dead.clipId());
    if (clip.isEmpty()) {
      return;
    }
    Optional<ClipSearch> search =
        searches.lock(transaction, dead.eventId(), clip.get().requestId());
    files.remove(clip.get());
    clips.failed(transaction, clip.get(), CutFailure.GIVEN_UP);
    if (search.isPresent() && search.get().status() == SearchStatus.PROCESSING) {
      end.finishIfAllCut(transaction, search.get());
    }
  }
}
