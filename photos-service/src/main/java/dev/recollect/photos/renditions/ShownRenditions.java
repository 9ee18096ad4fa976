package dev.recollect.photos.renditions;

import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.photos.sql.Blocking;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.EntityTag;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds the rendition behind a public URL. Blocks; call from worker or virtual threads. */
@ApplicationScoped
public class ShownRenditions {
  private static final String FIND =
      """
      select event.organisation_id, photo.rendition_version, photo.large_bytes, photo.small_bytes
        from photo join event using (event_id)
       where photo.event_id = ?1 and photo.photo_id = ?2 and photo.ready
         and event.deleted_at is null
      """;

  /**
   * A rendition that can be sent.
   *
   * @param bytes its size
   */
  record Rendition(String objectKey, int version, long bytes, EntityTag tag) {}

  /** Empty for anything that names no shown photo. */
  Optional<Rendition> find(String eventId, String size, String imageId) {
    if (!eventId.matches("[1-9][0-9]{0,17}")) {
      return Optional.empty();
    }
    long event = Long.parseLong(eventId);
    return PhotoId.parse(imageId).flatMap(photo -> find(event, size, photo));
  }

  private static Optional<Rendition> find(long eventId, String size, UUID photoId) {
    List<Object[]> rows =
        Blocking.await(() -> Panache.withSession(() -> Sql.rows(FIND, eventId, photoId)));
    return rows.stream().findFirst().map(row -> rendition(row, eventId, size, photoId));
  }

  private static Rendition rendition(Object[] row, long eventId, String size, UUID photoId) {
    int version = (Integer) row[1];
    return new Rendition(
        StorageKeys.rendition((Long) row[0], eventId, photoId, version, size),
        version,
        (Long) row[size.equals("large") ? 2 : 3],
        new EntityTag(photoId + "-" + version + "-" + size));
  }
}
