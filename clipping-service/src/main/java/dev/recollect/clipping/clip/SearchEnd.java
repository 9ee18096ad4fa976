package dev.recollect.clipping.clip;

import dev.recollect.kit.webhook.Webhooks;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Ends searches, in the transaction that holds their row. */
@ApplicationScoped
public class SearchEnd {
  private static final Logger LOG = Logger.getLogger(SearchEnd.class);

  private final Clips clips;
  private final ClipSearches searches;
  private final Webhooks webhooks;
  private final MeterRegistry metrics;

  SearchEnd(Clips clips, ClipSearches searches, Webhooks webhooks, MeterRegistry metrics) {
    this.clips = clips;
    this.searches = searches;
    this.webhooks = webhooks;
    this.metrics = metrics;
  }

  /** Ends a search none of whose clips is pending any more. */
  void finishIfAllCut(Connection transaction, ClipSearch search) throws SQLException {
    List<SearchedClip> all = clips.ofSearch(transaction, search.eventId(), search.requestId());
    if (all.stream().anyMatch(clip -> clip.state() == ClipState.PENDING)) {
      return;
    }
    boolean any = all.stream().anyMatch(clip -> clip.state() == ClipState.DONE);
    finish(
        transaction,
        search,
        any ? SearchStatus.COMPLETED : SearchStatus.CLIP_FAILED,
        Optional.empty());
  }

  /**
   * Ends a search, and tells the event's webhooks.
   *
   * @param error for the caller; only with {@link SearchStatus#FAILED}
   */
  public void finish(
      Connection transaction, ClipSearch search, SearchStatus status, Optional<String> error)
      throws SQLException {
    searches.finish(transaction, search, status, error);
    if (status == SearchStatus.CANCELLED) {
      RunningCuts.tell(transaction);
    }
    webhooks.enqueue(
        transaction,
        search.eventId(),
        "clip_search." + status.text(),
        Map.of(
            "organisation_id",
            search.organisationId(),
            "event_id",
            search.eventId(),
            "request_id",
            search.requestId().toString(),
            "status",
            status.wire()));
    metrics.counter("recollect.clips.searches", "status", status.text()).increment();
    LOG.infof(
        "clip search ended event_id=%d request_id=%s status=%s",
        search.eventId(), search.requestId(), status.text());
  }
}
