package dev.recollect.search.bib;

import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.library.EventSettings;
import dev.recollect.search.library.EventStore;
import dev.recollect.search.library.PhotoStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Decides when photos have to be looked at again for propagation: see {@link PropagationWork}. */
@ApplicationScoped
public class BibPropagation {
  private final EventStore events;
  private final PhotoStore photos;
  private final WorkQueue queue;

  BibPropagation(EventStore events, PhotoStore photos, WorkQueue queue) {
    this.events = events;
    this.photos = photos;
    this.queue = queue;
  }

  /** The bibs or faces of a photo are new. */
  public void photoChanged(Connection transaction, long eventId, UUID photoId) throws SQLException {
    if (events.propagates(transaction, eventId)) {
      queue.enqueue(transaction, PropagationWork.QUEUE, eventId, photoId);
    }
  }

  /** What counts as read has changed throughout the event. */
  void allChanged(Connection transaction, long eventId) throws SQLException {
    if (events.propagates(transaction, eventId)) {
      queue.enqueueAll(
          transaction, PropagationWork.QUEUE, eventId, photos.ids(transaction, eventId));
    }
  }

  /** An event is new, or its settings are. */
  public void eventChanged(
      Connection transaction, Optional<EventSettings> before, EventSettings now)
      throws SQLException {
    boolean was = before.map(EventSettings::bibPropagation).orElse(false);
    boolean otherBar =
        before.filter(b -> b.bibReviewConfidence() == now.bibReviewConfidence()).isEmpty();
    if (now.bibPropagation() && (!was || otherBar)) {
      allChanged(transaction, now.eventId());
    } else if (was && !now.bibPropagation()) {
      for (String statement :
          List.of(
              "delete from work_item where queue = '"
                  + PropagationWork.QUEUE
                  + "' and event_id = ?",
              "delete from propagated_bib where event_id = ?")) {
        Sql.of(statement, now.eventId()).update(transaction);
      }
    }
  }
}
