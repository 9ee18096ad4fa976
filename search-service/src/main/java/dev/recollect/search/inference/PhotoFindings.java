package dev.recollect.search.inference;

import dev.recollect.search.face.IndexedFace;
import java.util.List;
import java.util.Map;

/**
 * What there is to store of a photo.
 *
 * @param faces by number of the model that embedded them; the same faces in the same order under
 *     every model
 */
public record PhotoFindings(Map<Integer, List<IndexedFace>> faces, List<PhotoReading> readings) {

  /** How many faces the photo shows. */
  public int faceCount() {
    return faces.values().stream().mapToInt(List::size).max().orElse(0);
  }
}
