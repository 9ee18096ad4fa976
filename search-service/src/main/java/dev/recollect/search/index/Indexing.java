package dev.recollect.search.index;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.feed.FeedCursorStore;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.sql.Database;
import dev.recollect.search.library.ImageIds;
import dev.recollect.search.library.PhotoStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The state of indexing, and ways to start it again. */
@ApplicationScoped
public class Indexing {
  private final Database database;
  private final IndexStatusStore status;
  private final WorkQueue queue;
  private final PhotoStore photos;
  private final FeedCursorStore feed;

  Indexing(
      Database database,
      IndexStatusStore status,
      WorkQueue queue,
      PhotoStore photos,
      FeedCursorStore feed) {
    this.database = database;
    this.status = status;
    this.queue = queue;
    this.photos = photos;
    this.feed = feed;
  }

  public IndexProgress progress(long eventId) {
    return database.read(connection -> status.progress(connection, eventId));
  }

  /**
   * @throws RecollectException 404 for a photo that did not come through the feed (yet)
   */
  PhotoIndexStatus photo(long eventId, UUID photoId) {
    return database
        .read(connection -> status.photo(connection, eventId, photoId))
        .orElseThrow(ImageIds::unknown);
  }

  List<PhotoIndexStatus> failed(long eventId, PageRequest page) {
    return database.read(
        connection -> status.failed(connection, eventId, page.size(), page.offset()));
  }

  /**
   * Gives photos that were set aside another chance.
   *
   * @param photoId empty for all of the event
   * @return how many
   */
  int requeue(long eventId, Optional<UUID> photoId) {
    return database.read(
        connection -> queue.requeueDead(connection, IndexWork.QUEUE, eventId, photoId));
  }

  /** Indexes every photo of an event again; how many. */
  int rebuild(long eventId) {
    return database.transact(
        transaction -> {
          List<UUID> all = photos.ids(transaction, eventId);
          queue.enqueueAll(transaction, IndexWork.QUEUE, eventId, all);
          return all.size();
        });
  }

  /** Reads the library from the beginning and indexes every photo of every event again. */
  void rebuildEverything() {
    database.transact(
        transaction -> {
          feed.rewind(transaction);
          return null;
        });
  }
}
