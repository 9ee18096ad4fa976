package dev.recollect.vision;

import dev.recollect.imaging.Pixels;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Finds faces. Safe for any number of threads; works on the calling thread, for hundreds of
 * milliseconds.
 */
public interface FaceDetector {
  /** Rejects everything: the calling thread does all the work. */
  Executor ALONE =
      part -> {
        throw new RejectedExecutionException("there are no helpers");
      };

  /** Every face of at least 20 pixels height, largest first; empty if there is none. */
  List<DetectedFace> detect(Pixels photo);

  /**
   * The faces of a selfie, where the one that matters is large: cheaper, and may leave out small
   * faces in the background as long as there is a large one. Largest first.
   *
   * @param idle runs parts of the work beside the calling thread; rejects what it has no thread for
   *     at the moment
   */
  List<DetectedFace> detectLarge(Pixels photo, Executor idle);
}
