package dev.recollect.search.feed;

import dev.recollect.kit.feed.FeedConsumer;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.library.v1.Change;
import dev.recollect.search.bib.BibPropagation;
import dev.recollect.search.bib.PropagationWork;
import dev.recollect.search.face.FaceIndex;
import dev.recollect.search.index.IndexWork;
import dev.recollect.search.library.EventSettings;
import dev.recollect.search.library.EventStore;
import dev.recollect.search.library.LibraryPhoto;
import dev.recollect.search.library.PhotoStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Takes a page of changes over. Applying a page twice does nothing the second time. A page waits
 * for work under way on photos that it deletes or puts in line again: it does that waiting first,
 * while it holds nothing that searches need. Only an event whose own settings change holds its own
 * searches up. Removals come last and event by event: ids never come back, and whoever holds an
 * event's photos is waited for only once.
 */
@ApplicationScoped
class FeedPage implements FeedConsumer {
  private final EventStore events;
  private final PhotoStore photos;
  private final FaceIndex faces;
  private final WorkQueue queue;
  private final BibPropagation propagation;
  private final Removal removal;

  FeedPage(
      EventStore events,
      PhotoStore photos,
      FaceIndex faces,
      WorkQueue queue,
      BibPropagation propagation,
      Removal removal) {
    this.events = events;
    this.photos = photos;
    this.faces = faces;
    this.queue = queue;
    this.propagation = propagation;
    this.removal = removal;
  }

  @Override
  public void apply(Connection transaction, List<Change> changes, int generation)
      throws SQLException {
    List<Event> known = new ArrayList<>();
    List<LibraryPhoto> seen = new ArrayList<>();
    Map<Long, List<UUID>> deleted = new TreeMap<>();
    List<Long> deletedEvents = new ArrayList<>();
    for (Change change : changes) {
      switch (change.getSubjectCase()) {
        case EVENT -> known.add(change.getEvent());
        case PHOTO -> seen.add(LibraryMessages.photo(change.getPhoto()));
        case DELETED_PHOTO ->
            deleted
                .computeIfAbsent(change.getDeletedPhoto().getEventId(), id -> new ArrayList<>())
                .add(UUID.fromString(change.getDeletedPhoto().getPhotoId()));
        case DELETED_EVENT -> deletedEvents.add(change.getDeletedEvent().getEventId());
        case SOURCE_VIDEO, DELETED_SOURCE_VIDEO, SUBJECT_NOT_SET -> {
          // Videos are clipping-service's; or a kind of change that a newer library knows and this
          // version has no use for.
        }
      }
    }
    removal.awaitWork(transaction, IndexWork.QUEUE, deleted, deletedEvents);
    for (LibraryPhoto photo : seen) {
      if (photos.put(transaction, photo, generation)) {
        queue.enqueue(transaction, IndexWork.QUEUE, photo.eventId(), photo.photoId());
      }
    }
    Set<Long> changing = new TreeSet<>(deleted.keySet());
    changing.addAll(deletedEvents);
    known.forEach(event -> changing.add(event.getEventId()));
    propagation.hold(transaction, changing);
    removal.awaitWork(transaction, PropagationWork.QUEUE, deleted, deletedEvents);
    for (long eventId : new TreeSet<>(seen.stream().map(LibraryPhoto::eventId).toList())) {
      events.ensure(transaction, eventId);
      faces.prepare(transaction, eventId);
    }
    for (Event event : known) {
      put(transaction, event);
    }
    for (Map.Entry<Long, List<UUID>> entry : deleted.entrySet()) {
      removal.removePhotos(transaction, entry.getKey(), entry.getValue());
    }
    for (long eventId : deletedEvents) {
      removal.removeEvent(transaction, eventId);
    }
  }

  private void put(Connection transaction, Event event) throws SQLException {
    Optional<EventSettings> before = events.find(transaction, event.getEventId());
    EventSettings now =
        new EventSettings(
            event.getEventId(),
            OptionalLong.of(event.getOrganisationId()),
            event.getBibPropagation(),
            event.getBibReviewConfidence());
    if (before.isPresent() && before.get().equals(now)) {
      return;
    }
    events.put(transaction, now);
    faces.prepare(transaction, now.eventId());
    propagation.eventChanged(transaction, before, now);
  }
}
