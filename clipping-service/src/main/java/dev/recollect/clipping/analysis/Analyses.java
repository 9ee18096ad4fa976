package dev.recollect.clipping.analysis;

import dev.recollect.clipping.inference.FaceModels;
import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.clipping.library.SourceVideos;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The state of analysis, and ways to start it again. */
@ApplicationScoped
public class Analyses {
  private final Database database;
  private final AnalysisStateStore states;
  private final SourceVideoStore videos;
  private final ChunkStore chunks;
  private final WorkQueue queue;
  private final FaceModels models;

  Analyses(
      Database database,
      AnalysisStateStore states,
      SourceVideoStore videos,
      ChunkStore chunks,
      WorkQueue queue,
      FaceModels models) {
    this.database = database;
    this.states = states;
    this.videos = videos;
    this.chunks = chunks;
    this.queue = queue;
    this.models = models;
  }

  /**
   * How far one video is.
   *
   * @throws RecollectException 404 for a video that did not come through the feed (yet)
   */
  public Analysis find(long eventId, long key) {
    return database
        .read(connection -> states.find(connection, models.serving().modelNo(), eventId, key))
        .map(AnalysisState::view)
        .orElseThrow(Analyses::unknown);
  }

  /** How far all videos of an event are. */
  public EventAnalysis progress(long eventId) {
    return EventAnalysis.of(all(eventId));
  }

  private List<AnalysisState> all(long eventId) {
    return database.read(connection -> states.all(connection, models.serving().modelNo(), eventId));
  }

  /** Videos that were set aside, in the order of their keys. */
  List<Analysis> failed(long eventId, PageRequest page) {
    return all(eventId).stream()
        .filter(video -> video.status() == Analysis.Status.FAILED)
        .skip(page.offset())
        .limit(page.size())
        .map(AnalysisState::view)
        .toList();
  }

  /**
   * Gives a video that was set aside another chance.
   *
   * @return whether it had been
   * @throws RecollectException 404 for an unknown video
   */
  boolean requeue(long eventId, long key) {
    return database.transact(
        transaction -> {
          SourceVideo video = videos.find(transaction, eventId, key).orElseThrow(Analyses::unknown);
          return requeue(transaction, video);
        });
  }

  private boolean requeue(Connection transaction, SourceVideo video) throws SQLException {
    int items =
        queue.requeueDead(
            transaction,
            SourceVideos.DESCRIPTION_QUEUE,
            video.eventId(),
            Optional.of(video.descriptionId()));
    items +=
        queue.requeueDead(
            transaction, ChunkWork.QUEUE, video.eventId(), chunks.ids(transaction, video));
    return items > 0;
  }

  /** The same for every video of an event; how many had been set aside. */
  int requeueAll(long eventId) {
    return database.transact(
        transaction -> {
          int setAside = states.setAside(transaction, eventId);
          queue.requeueDead(transaction, SourceVideos.DESCRIPTION_QUEUE, eventId, Optional.empty());
          queue.requeueDead(transaction, ChunkWork.QUEUE, eventId, Optional.empty());
          return setAside;
        });
  }

  private static RecollectException unknown() {
    return RecollectException.notFound("Source video not found");
  }
}
