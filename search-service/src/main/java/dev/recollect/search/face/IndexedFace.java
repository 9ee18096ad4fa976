package dev.recollect.search.face;

import dev.recollect.vision.Box;

/**
 * A face as it is stored. Never log it.
 *
 * @param box as shares (0-1) of the photo
 * @param confidence of the detector, 0-1
 * @param lowQuality too small to be matched reliably
 * @param embedding of length 1
 */
@SuppressWarnings("ArrayRecordComponent") // 2 kB each, handed over and never changed
public record IndexedFace(Box box, double confidence, boolean lowQuality, float[] embedding) {

  @Override
  public String toString() {
    return "IndexedFace[" + box + "]";
  }
}
