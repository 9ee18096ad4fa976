package dev.recollect.photos.videos;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.FailureReason;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.outbound.Outbound;
import dev.recollect.kit.outbound.OutboundException;
import dev.recollect.kit.outbound.OutboundLimits;
import dev.recollect.kit.outbound.OutboundResponse;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Fetches a video from its address into the storage, through a small buffer. An address that is
 * refused, or answers that there is nothing, refuses the video; one that does not answer is tried
 * again.
 */
@ApplicationScoped
class VideoFetchWork implements EventWork {
  static final String QUEUE = "video-fetch";

  private final VideoStore store;
  private final Outbound outbound;
  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final VideosConfig limits;

  VideoFetchWork(
      VideoStore store,
      Outbound outbound,
      ObjectStorage storage,
      StorageConfig buckets,
      VideosConfig limits) {
    this.store = store;
    this.outbound = outbound;
    this.storage = storage;
    this.buckets = buckets;
    this.limits = limits;
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  /** Of the address, whoever gave it is told. */
  @Override
  public Optional<String> messageForCallers(Throwable failure) {
    return failure instanceof OutboundException address
        ? Optional.of(address.getMessage())
        : FailureReason.messageForCallers(failure);
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws SQLException, IOException {
    Optional<SourceVideo> video = VideoRows.findById(transaction, item.eventId(), item.itemId());
    if (video.isPresent() && video.get().state() == VideoState.FETCHING) {
      fetch(transaction, video.get());
    }
  }

  private void fetch(Connection transaction, SourceVideo video) throws SQLException, IOException {
    try {
      long bytes = transfer(video);
      if (!store.complete(transaction, video, bytes)) {
        storage.remove(buckets.originalsBucket(), video.objectKey());
      }
    } catch (OutboundException failure) {
      switch (failure.kind()) {
        case REFUSED, TOO_LARGE ->
            store.refuse(
                transaction, video, "The video cannot be fetched: " + failure.getMessage() + ".");
        case TIMED_OUT, UNREACHABLE -> throw failure;
      }
    } catch (NothingThere answer) {
      store.refuse(transaction, video, answer.getMessage());
    }
  }

  /** An answer that another try will not change. */
  private static final class NothingThere extends Exception {
    private static final long serialVersionUID = 1L;

    NothingThere(int status) {
      super("The address answers with status " + status + ".");
    }
  }

  private long transfer(SourceVideo video) throws IOException, NothingThere {
    OutboundLimits cost = new OutboundLimits(limits.maxBytes(), limits.fetchTime());
    try (OutboundResponse answer = outbound.get(video.transfer().url(), cost)) {
      if (answer.status() >= 500 || answer.status() == 429) {
        throw RecollectException.unavailable(
            "The address answers with status " + answer.status() + ".", null);
      }
      if (!answer.successful()) {
        throw new NothingThere(answer.status());
      }
      storage.put(
          buckets.originalsBucket(), video.objectKey(), answer.body(), VideoIngest.CONTENT_TYPE);
    } catch (RecollectException failure) {
      throw sourceOf(failure).orElseThrow(() -> failure);
    }
    return storage
        .stat(buckets.originalsBucket(), video.objectKey())
        .orElseThrow(() -> RecollectException.notFound("The stored file is missing"))
        .sizeBytes();
  }

  /** Whether it was the address and not the storage that broke off. */
  private static Optional<OutboundException> sourceOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutboundException source) {
        return Optional.of(source);
      }
    }
    return Optional.empty();
  }
}
