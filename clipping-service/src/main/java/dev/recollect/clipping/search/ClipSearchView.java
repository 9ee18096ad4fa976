package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.clipping.clip.ClipSearches;
import dev.recollect.clipping.clip.ClipState;
import dev.recollect.clipping.clip.Clips;
import dev.recollect.clipping.clip.SearchedClip;
import dev.recollect.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Searches as they are shown: where they stand, with their clips. */
@ApplicationScoped
public class ClipSearchView {
  /** What looking through the videos counts for; the rest is cutting. */
  private static final double SEARCHED_PERCENT = 5;

  private final Database database;
  private final ClipSearches searches;
  private final Clips clips;

  ClipSearchView(Database database, ClipSearches searches, Clips clips) {
    this.database = database;
    this.searches = searches;
    this.clips = clips;
  }

  /**
   * A search with everything it has come to.
   *
   * @param clips all of them: pending, done and failed
   */
  public record Shown(ClipSearch search, List<SearchedClip> clips) {

    /** 0-100. */
    public double progressPercent() {
      if (search.status().isFinal()) {
        return 100;
      }
      return clips.isEmpty()
          ? 0
          : SEARCHED_PERCENT
              + (100 - SEARCHED_PERCENT)
                  * clips.stream().mapToDouble(SearchedClip::progress).average().orElse(0);
    }

    /** Those of a state. */
    public List<SearchedClip> clips(ClipState state) {
      return clips.stream().filter(clip -> clip.state() == state).toList();
    }
  }

  /** Empty when the event has no such search. */
  public Optional<Shown> find(long eventId, UUID requestId) {
    return database.transact(
        transaction -> {
          Optional<ClipSearch> search = searches.find(transaction, eventId, requestId);
          return search.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Shown(search.get(), clips.ofSearch(transaction, eventId, requestId)));
        });
  }
}
