package dev.recollect.clipping.analysis;

import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.PermanentFailureException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.video.VideoInput;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The files of source videos. They are read where they lie, through a presigned URL: a replica
 * needs no disk, however long a video is.
 */
@ApplicationScoped
public class Originals {
  private final ObjectStorage storage;

  Originals(ObjectStorage storage) {
    this.storage = storage;
  }

  /**
   * The file of a video, for ffmpeg.
   *
   * @throws PermanentFailureException if it is not there
   * @throws RecollectException unavailable if the storage does not answer
   */
  public VideoInput open(SourceVideo video) throws PermanentFailureException {
    if (storage.stat(video.bucket(), video.objectKey()).isEmpty()) {
      throw new PermanentFailureException("The video's file is not in the storage.", null);
    }
    return VideoInput.url(storage.presignRead(video.bucket(), video.objectKey()));
  }
}
