package dev.recollect.photos.videos;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.FailureReason;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.PresignedUrls;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.changes.ChangeLog;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoRefusedException;
import dev.recollect.video.VideoUnreachableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Looks at a video that is complete in the storage, and takes it into the library or refuses it.
 * Its content decides, whatever its name. Two copies of the same bytes that are looked at side by
 * side are told apart by the database: one of them is tried again, and then finds the other.
 */
@ApplicationScoped
class VideoProbeWork implements EventWork {
  static final String QUEUE = "video-probe";

  private final VideoStore store;
  private final Probes probes;
  private final ObjectStorage storage;
  private final PresignedUrls urls;
  private final StorageConfig buckets;
  private final VideosConfig limits;

  VideoProbeWork(
      VideoStore store,
      Probes probes,
      ObjectStorage storage,
      PresignedUrls urls,
      StorageConfig buckets,
      VideosConfig limits) {
    this.store = store;
    this.probes = probes;
    this.storage = storage;
    this.urls = urls;
    this.buckets = buckets;
    this.limits = limits;
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  /** A video is not at fault when the storage is away. */
  @Override
  public boolean waitsOutOutages() {
    return true;
  }

  @Override
  public Optional<String> messageForCallers(Throwable failure) {
    return failure instanceof FfmpegException run
        ? Optional.of(run.getMessage())
        : FailureReason.messageForCallers(failure);
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws Exception {
    Optional<SourceVideo> found = VideoRows.findById(transaction, item.eventId(), item.itemId());
    if (found.isEmpty() || found.get().state() != VideoState.PROBING) {
      return;
    }
    SourceVideo video = found.get();
    try {
      SourceVideo.Facts facts = probe(transaction, video);
      if (store.accept(transaction, video, facts, sizeOf(video))) {
        ChangeLog.sourceVideo(transaction, video.eventId(), video.key());
      }
    } catch (VideoRefusedException refused) {
      store.refuse(transaction, video, refused.getMessage());
    }
  }

  private SourceVideo.Facts probe(Connection transaction, SourceVideo video) throws Exception {
    VideoContent content = read(video);
    Optional<SourceVideo> same =
        VideoRows.findBytes(transaction, video.eventId(), content.sha256());
    if (same.isPresent()) {
      throw new VideoRefusedException(
          "The event has these bytes already, as source video " + same.get().key() + ".");
    }
    VideoInfo info = describe(video);
    requireLength(info.duration());
    return new SourceVideo.Facts(
        HexFormat.of().formatHex(content.sha256()),
        content.contentType(info.container()),
        info.video().codec(),
        info.duration(),
        info.video().displayWidth(),
        info.video().displayHeight());
  }

  private VideoInfo describe(SourceVideo video) throws Exception {
    try {
      return probes
          .get()
          .probe(VideoInput.url(urls.read(buckets.originalsBucket(), video.objectKey())));
    } catch (VideoUnreachableException away) {
      throw unavailable(away);
    } catch (VideoRefusedException refused) {
      // A storage that went away looks like a broken file; if so, this throws, and it is tried
      // again.
      sizeOf(video);
      throw refused;
    }
  }

  private VideoContent read(SourceVideo video) throws VideoRefusedException {
    try (InputStream bytes = storage.open(buckets.originalsBucket(), video.objectKey())) {
      return VideoContent.read(bytes);
    } catch (RecollectException failure) {
      if (failure.code() == ErrorCode.NOT_FOUND) {
        throw new VideoRefusedException("The file is missing in the storage.");
      }
      throw failure;
    } catch (IOException brokenOff) {
      throw unavailable(brokenOff);
    }
  }

  private static RecollectException unavailable(Exception cause) {
    return RecollectException.unavailable("The video cannot be read from the storage", cause);
  }

  private long sizeOf(SourceVideo video) {
    return storage
        .stat(buckets.originalsBucket(), video.objectKey())
        .orElseThrow(() -> RecollectException.notFound("The stored file is missing"))
        .sizeBytes();
  }

  private void requireLength(Duration length) throws VideoRefusedException {
    if (length.compareTo(limits.maxDuration()) > 0) {
      throw new VideoRefusedException(
          "The video lasts %d s; at most %d s are accepted."
              .formatted(length.toSeconds(), limits.maxDuration().toSeconds()));
    }
  }
}
