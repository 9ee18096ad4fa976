package dev.recollect.clipping.feed;

import dev.recollect.clipping.clip.ClipRemoval;
import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.clipping.library.SourceVideos;
import dev.recollect.clipping.search.ClipCleanup;
import dev.recollect.kit.feed.FeedConsumer;
import dev.recollect.kit.webhook.Webhooks;
import dev.recollect.proto.library.v1.Change;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes a page of the library's changes over: source videos that came, and videos and events that
 * went. Photos and the settings of events are others' business.
 */
@ApplicationScoped
class LibraryPage implements FeedConsumer {
  private final SourceVideos videos;
  private final ClipRemoval removal;
  private final Webhooks webhooks;

  LibraryPage(SourceVideos videos, ClipRemoval removal, Webhooks webhooks) {
    this.videos = videos;
    this.removal = removal;
    this.webhooks = webhooks;
  }

  @Override
  public void apply(Connection transaction, List<Change> changes, int generation)
      throws SQLException {
    for (Change change : changes) {
      switch (change.getSubjectCase()) {
        case SOURCE_VIDEO -> videos.put(transaction, video(change.getSourceVideo()), generation);
        case DELETED_SOURCE_VIDEO -> {
          long eventId = change.getDeletedSourceVideo().getEventId();
          long key = change.getDeletedSourceVideo().getSourceVideoKey();
          videos.remove(transaction, eventId, key);
          removal.ofVideo(transaction, eventId, key);
        }
        case DELETED_EVENT -> {
          videos.removeAll(transaction, change.getDeletedEvent().getEventId());
          webhooks.removeEvent(transaction, change.getDeletedEvent().getEventId());
          ClipCleanup.expire(transaction, change.getDeletedEvent().getEventId());
        }
        case EVENT, PHOTO, DELETED_PHOTO, SUBJECT_NOT_SET -> {
          // Or a kind of change that a newer library knows and this version has no use for.
        }
      }
    }
  }

  private static SourceVideo video(dev.recollect.proto.library.v1.SourceVideo video) {
    return new SourceVideo(
        video.getEventId(),
        video.getSourceVideoKey(),
        UUID.randomUUID(),
        video.getOriginal().getBucket(),
        video.getOriginal().getObjectKey(),
        video.getOriginal().getSizeBytes(),
        Duration.ofSeconds(video.getDuration().getSeconds(), video.getDuration().getNanos()),
        Optional.of(video.getOriginal().getFilename()).filter(name -> !name.isBlank()),
        video.hasStartTime()
            ? Optional.of(
                Instant.ofEpochSecond(
                    video.getStartTime().getSeconds(), video.getStartTime().getNanos()))
            : Optional.empty());
  }
}
