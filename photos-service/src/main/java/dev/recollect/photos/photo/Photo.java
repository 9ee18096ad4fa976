package dev.recollect.photos.photo;

import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/**
 * A photo as it is known: where its original lies, its dimensions, when it was taken, whether it
 * can be shown. Read only; ingest and jobs write by SQL.
 */
@Entity
@Immutable
@IdClass(Photo.Key.class)
@Table(name = "photo")
public class Photo extends PanacheEntityBase {
  @Id
  @Column(name = "event_id")
  public Long eventId;

  @Id
  @Column(name = "photo_id")
  public UUID photoId;

  public byte[] sha256;

  @Column(name = "object_key")
  public String objectKey;

  @Column(name = "size_bytes")
  public long sizeBytes;

  @Column(name = "content_type")
  public String contentType;

  /** As the uploader named it; may be null. */
  public String filename;

  /** Pixels as shown, orientation applied. */
  public int width;

  public int height;

  /** Null when nothing says when it was taken. */
  @Column(name = "capture_time")
  public Instant captureTime;

  /** Renditions exist. */
  public boolean ready;

  /** The {@code v} of the renditions' URLs. */
  @Column(name = "rendition_version")
  public int renditionVersion;

  /** Event and photo. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    public Long eventId;
    public UUID photoId;

    /** For Hibernate. */
    public Key() {}

    private Key(Long eventId, UUID photoId) {
      this.eventId = eventId;
      this.photoId = photoId;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && eventId.equals(key.eventId) && photoId.equals(key.photoId);
    }

    @Override
    public int hashCode() {
      return 31 * eventId.hashCode() + photoId.hashCode();
    }
  }

  /** The photo, or null. */
  public static Uni<Photo> findInEvent(long eventId, UUID photoId) {
    return findById(new Key(eventId, photoId));
  }

  /** Those of the photos that are in one of the events. */
  public static Uni<List<Photo>> listIn(Collection<Long> eventIds, Collection<UUID> photoIds) {
    return Sql.rows(
            "select event_id, photo_id from photo where event_id = any(?1) and photo_id = any(?2)",
            eventIds.toArray(Long[]::new),
            photoIds.toArray(UUID[]::new))
        .map(rows -> rows.stream().map(row -> new Key((Long) row[0], (UUID) row[1])).toList())
        .chain(keys -> Sql.entities(Photo.class, keys));
  }
}
