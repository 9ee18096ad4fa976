package dev.recollect.vision;

import dev.recollect.imaging.Pixels;
import java.util.List;

/**
 * Finds faces. Safe for any number of threads; works on the calling thread, for hundreds of
 * milliseconds.
 */
public interface FaceDetector {
  /** Every face of at least 20 pixels height, largest first; empty if there is none. */
  List<DetectedFace> detect(Pixels photo);

  /**
   * The faces of a selfie, where the one that matters is large: cheaper, and may leave out small
   * faces in the background as long as there is a large one. Largest first.
   */
  List<DetectedFace> detectLarge(Pixels photo);
}
