package dev.recollect.photos.videos;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.sql.Database;
import dev.recollect.photos.changes.ChangeLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The source videos that there are. Blocks; call from worker or virtual threads. */
@ApplicationScoped
class VideoLibrary {
  private final VideoStore store;
  private final VideoUploads uploads;
  private final Database database;
  private final WorkQueue queue;

  VideoLibrary(VideoStore store, VideoUploads uploads, Database database, WorkQueue queue) {
    this.store = store;
    this.uploads = uploads;
    this.database = database;
    this.queue = queue;
  }

  /** A page of videos by their keys, and how many there are. */
  record Page(List<SourceVideo> videos, long total) {}

  Page page(long eventId, PageRequest request) {
    return database.read(
        connection ->
            new Page(
                VideoRows.page(connection, eventId, request.size(), request.offset()),
                VideoRows.count(connection, eventId)));
  }

  /**
   * @throws RecollectException 404, also for what is no number
   */
  SourceVideo find(long eventId, String key) {
    if (!key.matches("[0-9]{1,9}")) {
      throw unknown();
    }
    return database
        .read(connection -> VideoRows.find(connection, eventId, Long.parseLong(key)))
        .orElseThrow(VideoLibrary::unknown);
  }

  private static RecollectException unknown() {
    return RecollectException.notFound("Source video not found");
  }

  /**
   * Takes a video out of sight at once and leaves its object to the removal job.
   *
   * @throws RecollectException as {@link #find}
   */
  void delete(long eventId, String key) {
    SourceVideo video = find(eventId, key);
    if (video.state() == VideoState.UPLOADING) {
      uploads.abort(video);
      return;
    }
    database.transact(
        transaction -> {
          Optional<VideoState> was = store.remove(transaction, video);
          if (was.equals(Optional.of(VideoState.ACCEPTED))) {
            ChangeLog.sourceVideo(transaction, eventId, video.key());
          }
          return was;
        });
  }

  /**
   * Has the work on a video that was given up done again.
   *
   * @throws RecollectException as {@link #find}
   */
  SourceVideo retry(long eventId, String key) {
    SourceVideo video = find(eventId, key);
    database.transact(
        transaction ->
            queue.requeueDead(
                    transaction, VideoFetchWork.QUEUE, eventId, Optional.of(video.videoId()))
                + queue.requeueDead(
                    transaction, VideoProbeWork.QUEUE, eventId, Optional.of(video.videoId())));
    return find(eventId, key);
  }
}
