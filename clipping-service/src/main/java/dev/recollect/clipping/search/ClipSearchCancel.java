package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipFiles;
import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.clipping.clip.ClipSearches;
import dev.recollect.clipping.clip.ClipState;
import dev.recollect.clipping.clip.Clips;
import dev.recollect.clipping.clip.SearchEnd;
import dev.recollect.clipping.clip.SearchStatus;
import dev.recollect.clipping.clip.SearchedClip;
import dev.recollect.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Calls searches off. What is being cut is told as the transaction commits, on whichever replica;
 * what was cut already is removed here.
 */
@ApplicationScoped
public class ClipSearchCancel {
  private final Database database;
  private final ClipSearches searches;
  private final Clips clips;
  private final ClipFiles files;
  private final SearchEnd end;

  ClipSearchCancel(
      Database database, ClipSearches searches, Clips clips, ClipFiles files, SearchEnd end) {
    this.database = database;
    this.searches = searches;
    this.clips = clips;
    this.files = files;
    this.end = end;
  }

  /** One that has ended is left as it is; one that does not exist is none of our business. */
  public void cancel(long eventId, UUID requestId) {
    if (database.transact(transaction -> end(transaction, eventId, requestId))) {
      removeClips(eventId, requestId);
    }
  }

  private boolean end(Connection transaction, long eventId, UUID requestId) throws SQLException {
    Optional<ClipSearch> search = searches.lock(transaction, eventId, requestId);
    if (search.isEmpty() || search.get().status().isFinal()) {
      return false;
    }
    end.finish(transaction, search.get(), SearchStatus.CANCELLED, Optional.empty());
    return true;
  }

  /** Those that are done or failed; each of the others is removed by its own work. */
  void removeClips(long eventId, UUID requestId) {
    List<SearchedClip> settled =
        database.read(connection -> clips.ofSearch(connection, eventId, requestId)).stream()
            .filter(clip -> clip.state() != ClipState.PENDING)
            .toList();
    for (SearchedClip clip : settled) {
      files.remove(clip);
      database.transact(
          transaction -> {
            clips.remove(transaction, clip);
            return null;
          });
    }
  }
}
