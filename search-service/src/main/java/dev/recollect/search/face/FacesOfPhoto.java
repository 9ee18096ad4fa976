package dev.recollect.search.face;

import java.util.List;
import java.util.UUID;

/**
 * The faces that one model sees in one photo.
 *
 * @param faces largest first; a face's place in the list is its number
 */
public record FacesOfPhoto(long eventId, UUID photoId, int modelNo, List<IndexedFace> faces) {
  public FacesOfPhoto {
    faces = List.copyOf(faces);
  }
}
