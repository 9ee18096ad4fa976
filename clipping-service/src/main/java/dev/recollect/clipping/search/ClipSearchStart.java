package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.clipping.clip.ClipSearches;
import dev.recollect.clipping.clip.SearchStatus;
import dev.recollect.clipping.inference.FaceModelInUse;
import dev.recollect.clipping.inference.FaceModels;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.JobRunner;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Starts clip searches, each once: whoever asks again under the same id, at the same time or later,
 * on this replica or another, gets the one that is there.
 */
@ApplicationScoped
class ClipSearchStart {
  /** Until the event's own retention is known. */
  private static final Duration KEPT = Duration.ofDays(30);

  private final Database database;
  private final ClipSearches searches;
  private final WorkQueue queue;
  private final JobRunner runner;
  private final FaceModels models;
  private final Backlog backlog;

  ClipSearchStart(
      Database database,
      ClipSearches searches,
      WorkQueue queue,
      JobRunner runner,
      FaceModels models,
      Backlog backlog) {
    this.database = database;
    this.searches = searches;
    this.queue = queue;
    this.runner = runner;
    this.models = models;
    this.backlog = backlog;
  }

  /**
   * The search of an id.
   *
   * @throws RecollectException not found when the id belongs to another event of the organisation
   */
  Optional<ClipSearch> known(EventAccess event, UUID requestId) {
    Optional<ClipSearch> found =
        database.read(
            connection ->
                searches.findInOrganisation(connection, event.organisationId(), requestId));
    if (found.isPresent() && found.get().eventId() != event.eventId()) {
      throw unknown();
    }
    return found;
  }

  /**
   * Starts a search, unless the id is known.
   *
   * @param faces asked only if it is not
   * @throws dev.recollect.kit.error.ThrottledException when too much waits already
   */
  ClipSearch start(EventAccess event, UUID requestId, Supplier<QueryFaces> faces) {
    Optional<ClipSearch> known = known(event, requestId);
    if (known.isPresent()) {
      return known.get();
    }
    backlog.requireRoom();
    QueryFaces query = faces.get();
    ClipSearch search = search(event, requestId, query);
    if (database.transact(transaction -> store(transaction, search, query))) {
      runner.wake(ClipSearchWork.QUEUE, event.eventId());
    }
    return known(event, requestId).orElse(search);
  }

  private ClipSearch search(EventAccess event, UUID requestId, QueryFaces query) {
    FaceModelInUse model =
        models.all().stream()
            .filter(inUse -> inUse.embedder().modelId().equals(query.modelId()))
            .findFirst()
            .orElseThrow(
                () ->
                    RecollectException.malformed(
                        "The event's videos were looked at with another face model; send a selfie"));
    return new ClipSearch(
        event.organisationId(),
        event.eventId(),
        requestId,
        model.modelNo(),
        model.embedder().calibration().cosine(query.thresholdPercent()),
        query.bib(),
        query.facesInSelfie(),
        SearchStatus.PROCESSING,
        Optional.empty(),
        false,
        Instant.now());
  }

  private boolean store(Connection transaction, ClipSearch search, QueryFaces query)
      throws SQLException {
    if (!searches.insert(transaction, search, Instant.now().plus(KEPT))) {
      return false;
    }
    searches.insertFaces(transaction, search, query.faces());
    queue.enqueue(transaction, ClipSearchWork.QUEUE, search.eventId(), search.requestId());
    return true;
  }

  static RecollectException unknown() {
    return RecollectException.notFound("No video clipping search has this request_id");
  }
}
