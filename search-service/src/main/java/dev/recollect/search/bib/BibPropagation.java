package dev.recollect.search.bib;

import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.search.library.EventSettings;
import dev.recollect.search.library.EventStore;
import dev.recollect.search.library.PhotoStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Decides when photos have to be looked at again for propagation: see {@link PropagationWork}. */
@ApplicationScoped
public class BibPropagation {
  private final EventStore events;
  private final PhotoStore photos;
  private final StartListStore startLists;
  private final FaceModels models;
  private final Database database;
  private final WorkQueue queue;

  BibPropagation(
      EventStore events,
      PhotoStore photos,
      StartListStore startLists,
      FaceModels models,
      Database database,
      WorkQueue queue) {
    this.startLists = startLists;
    this.models = models;
    this.database = database;
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

  /**
   * To be called before items of the queue change otherwise than through this class, as {@link
   * StartListStore} orders locks.
   *
   * @param eventIds ascending
   */
  public void hold(Connection transaction, Collection<Long> eventIds) throws SQLException {
    for (long eventId : eventIds) {
      startLists.hold(transaction, eventId);
    }
  }

  /**
   * Another face model may serve searches by now: puts the events in line whose numbers have passed
   * through the faces of a former one. What they have stays until it is looked at again.
   *
   * @return how many events
   */
  public int modelChanged() {
    int modelNo = models.serving().modelNo();
    List<Long> others = database.read(c -> events.propagatedByOthers(c, modelNo));
    for (long eventId : others) {
      database.transact(
          transaction -> {
            startLists.hold(transaction, eventId);
            allChanged(transaction, eventId);
            events.propagates(transaction, eventId, modelNo);
            return null;
          });
    }
    return others.size();
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
      events.propagates(transaction, now.eventId(), models.serving().modelNo());
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
