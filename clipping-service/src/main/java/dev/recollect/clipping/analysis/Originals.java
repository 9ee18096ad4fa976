package dev.recollect.clipping.analysis;

import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.jobs.PermanentFailureException;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.PresignedUrls;
import dev.recollect.video.InconclusiveRunException;
import dev.recollect.video.Packet;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoProbe;
import dev.recollect.video.VideoRefusedException;
import dev.recollect.video.VideoUnreachableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;

/**
 * The files of source videos. They are read where they lie, through a presigned URL: a replica
 * needs no disk, however long a video is.
 */
@ApplicationScoped
public class Originals {
  private final ObjectStorage storage;
  private final PresignedUrls urls;
  private final VideoProbe probe;

  Originals(ObjectStorage storage, PresignedUrls urls, VideoProbe probe) {
    this.storage = storage;
    this.urls = urls;
    this.probe = probe;
  }

  /**
   * The file of a video, for ffmpeg.
   *
   * @throws PermanentFailureException if it is not there
   * @throws RecollectException unavailable if the storage does not answer
   */
  public VideoInput open(SourceVideo video) throws PermanentFailureException {
    requireThere(video);
    return VideoInput.url(urls.read(video.bucket(), video.objectKey()));
  }

  /**
   * What is in the file of a video.
   *
   * @param packets shown what the file has, see {@link VideoProbe#probe(VideoInput, Consumer)}
   * @throws PermanentFailureException if it is not there, or not a complete video
   * @throws RecollectException unavailable if the storage does not hand it out
   */
  VideoInfo describe(SourceVideo video, Consumer<Packet> packets)
      throws PermanentFailureException, InconclusiveRunException, InterruptedException {
    try {
      return probe.probe(open(video), packets);
    } catch (VideoUnreachableException failure) {
      throw away(video, failure);
    } catch (VideoRefusedException refused) {
      // A storage that went away looks like a broken file; if so, this throws, and it is tried
      // again.
      requireThere(video);
      throw new PermanentFailureException(refused.getMessage(), refused);
    }
  }

  /**
   * What it means that ffmpeg did not get at the file: the storage is away, for which work waits.
   *
   * @return unavailable
   * @throws PermanentFailureException if the file is not there any more
   */
  RecollectException away(SourceVideo video, VideoUnreachableException failure)
      throws PermanentFailureException {
    requireThere(video);
    return RecollectException.unavailable(failure.getMessage(), failure);
  }

  private void requireThere(SourceVideo video) throws PermanentFailureException {
    if (storage.stat(video.bucket(), video.objectKey()).isEmpty()) {
      throw new PermanentFailureException("The video's file is not in the storage.", null);
    }
  }
}
