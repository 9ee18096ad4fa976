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
   * The faces that somebody may have meant who took a selfie: the largest, and those at least a
   * third as tall. Cheaper, since small faces are not looked for once there is a large one. Largest
   * first; empty if there is no face.
   *
   * @param idle runs parts of the work beside the calling thread; rejects what it has no thread for
   *     at the moment
   */
  List<DetectedFace> detectProminent(Pixels photo, Executor idle);
}
