package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.clipping.clip.ClipSearches;
import dev.recollect.clipping.clip.SearchEnd;
import dev.recollect.clipping.clip.SearchStatus;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Ends searches whose work was set aside after too many attempts. */
@ApplicationScoped
class GivenUpSearches {
  private static final String REASON =
      "The search was tried several times and could not be completed; start a new one";

  private final Database database;
  private final ClipSearches searches;
  private final SearchEnd end;

  GivenUpSearches(Database database, ClipSearches searches, SearchEnd end) {
    this.database = database;
    this.searches = searches;
    this.end = end;
  }

  private record Dead(long eventId, UUID requestId) {}

  void end() {
    List<Dead> all =
        database.read(
            connection ->
                Sql.of(
                        """
                        select s.event_id, s.request_id from clip_search s
                          join work_item w on w.event_id = s.event_id and w.item_id = s.request_id
                         where w.queue = ? and w.state = 'dead' and s.status = 'processing'
                        """,
                        ClipSearchWork.QUEUE)
                    .list(
                        connection, row -> new Dead(row.getLong(1), row.getObject(2, UUID.class))));
    for (Dead dead : all) {
      database.transact(
          transaction -> {
            Optional<ClipSearch> search =
                searches.lock(transaction, dead.eventId(), dead.requestId());
            if (search.isPresent() && !search.get().status().isFinal()) {
              end.finish(transaction, search.get(), SearchStatus.FAILED, Optional.of(REASON));
            }
            return null;
          });
    }
  }
}
