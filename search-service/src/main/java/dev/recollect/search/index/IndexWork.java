package dev.recollect.search.index;

import dev.recollect.imaging.ImageRejectedException;
import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.PermanentFailureException;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.search.inference.Inference;
import dev.recollect.search.inference.PhotoFindings;
import dev.recollect.search.library.LibraryPhoto;
import dev.recollect.search.library.PhotoStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.util.Optional;

/**
 * Indexes a photo: fetches the original, looks at it, and writes faces and bibs in the transaction
 * that also marks the work done. A process killed at any point has written all or nothing.
 */
@ApplicationScoped
public class IndexWork implements EventWork {
  public static final String QUEUE = "index";

  private final PhotoStore photos;
  private final Originals originals;
  private final Inference inference;
  private final IndexWriter writer;
  private final WorkQueue queue;
  private final Counter faces;
  private final Counter readings;

  IndexWork(
      PhotoStore photos,
      Originals originals,
      Inference inference,
      IndexWriter writer,
      WorkQueue queue,
      MeterRegistry metrics) {
    this.photos = photos;
    this.originals = originals;
    this.inference = inference;
    this.writer = writer;
    this.queue = queue;
    this.faces = metrics.counter("recollect.index.faces");
    this.readings = metrics.counter("recollect.index.bib.readings");
  }

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public boolean waitsOutOutages() {
    return true;
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws Exception {
    Optional<LibraryPhoto> photo = photos.find(transaction, item.eventId(), item.itemId());
    if (photo.isEmpty()) {
      queue.remove(transaction, item);
      return;
    }
    PhotoFindings findings = look(photo.get());
    if (photos.hold(transaction, item.eventId(), item.itemId())) {
      writer.write(transaction, photo.get(), findings);
      faces.increment(findings.faceCount());
      readings.increment(findings.readings().size());
    } else {
      queue.remove(transaction, item);
    }
  }

  private PhotoFindings look(LibraryPhoto photo) throws Exception {
    try {
      return originals.look(photo.original(), inference::photo);
    } catch (ImageRejectedException refused) {
      throw new PermanentFailureException(refused.getMessage(), refused);
    }
  }
}
