package dev.recollect.search.feed;

import dev.recollect.search.bib.BibStore;
import dev.recollect.search.face.FaceIndex;
import dev.recollect.search.index.IndexStatusStore;
import dev.recollect.search.library.EventStore;
import dev.recollect.search.library.PhotoStore;
import dev.recollect.search.selfie.StoredSearches;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Forgets what the library has deleted, in every table. {@link #awaitWork} comes first: it waits
 * for the jobs that look at photos, which may in turn need the photo, but never the event.
 */
@ApplicationScoped
class Removal {
  private final EventStore events;
  private final PhotoStore photos;
  private final FaceIndex faces;
  private final BibStore bibs;
  private final StoredSearches searches;
  private final IndexStatusStore status;

  Removal(
      EventStore events,
      PhotoStore photos,
      FaceIndex faces,
      BibStore bibs,
      StoredSearches searches,
      IndexStatusStore status) {
    this.events = events;
    this.photos = photos;
    this.faces = faces;
    this.bibs = bibs;
    this.searches = searches;
    this.status = status;
  }

  /** Takes photos out of a line once nobody works on them there. */
  void awaitWork(
      Connection transaction, String queue, Map<Long, List<UUID>> photos, List<Long> events)
      throws SQLException {
    for (Map.Entry<Long, List<UUID>> entry : photos.entrySet()) {
      status.leaveLine(transaction, queue, entry.getKey(), entry.getValue());
    }
    for (long eventId : events) {
      status.leaveLine(transaction, queue, eventId);
    }
  }

  void removePhotos(Connection transaction, long eventId, List<UUID> photoIds) throws SQLException {
    status.remove(transaction, eventId, photoIds);
    events.lockForRemoval(transaction, eventId);
    photos.remove(transaction, eventId, photoIds);
    faces.remove(transaction, eventId, photoIds);
    bibs.remove(transaction, eventId, photoIds);
    searches.removePhotos(transaction, eventId, photoIds);
  }

  void removeEvent(Connection transaction, long eventId) throws SQLException {
    status.removeEvent(transaction, eventId);
    events.lockForRemoval(transaction, eventId);
    photos.removeEvent(transaction, eventId);
    faces.removeEvent(transaction, eventId);
    bibs.removeEvent(transaction, eventId);
    searches.removeEvent(transaction, eventId);
    events.remove(transaction, eventId);
  }
}
