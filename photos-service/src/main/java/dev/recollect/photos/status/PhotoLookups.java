package dev.recollect.photos.status;

import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Looks photos up for those who bring them. */
@ApplicationScoped
public class PhotoLookups {
  private static final String STATUS =
      """
      select photo.photo_id, photo.filename, photo.size_bytes, photo.content_type, photo.sha256,
             photo.width, photo.height, photo.camera, photo.capture_time, photo.offset_seconds,
             photo.time_source,
             cast(coalesce(extract(epoch from photo.capture_time - photo.clock_time), 0) as bigint),
             photo.ready, photo.rendition_version, item.state, item.reason, integrity.state as integrity,
             photo.created_at
        from photo
        left join work_item item
          on item.queue = 'rendition' and item.event_id = photo.event_id and item.item_id = photo.photo_id
        left join integrity
          on integrity.event_id = photo.event_id and integrity.photo_id = photo.photo_id
       where photo.event_id = ?1 and photo.photo_id = ?2
      """;
  private static final String KNOWN =
      """
      select encode(sha256, 'hex'), cast(photo_id as text) from photo
       where event_id = ?1
         and sha256 in (select decode(hash, 'hex') from unnest(string_to_array(cast(?2 as text), ',')) as hash)
       order by 1
      """;

  /** Null when there is no such photo. */
  Uni<PhotoStatus> status(long eventId, String imageId) {
    return PhotoId.parse(imageId)
        .map(id -> Panache.withSession(() -> Sql.rows(STATUS, eventId, id)))
        .orElse(Uni.createFrom().item(List.of()))
        .map(rows -> rows.isEmpty() ? null : status(rows.getFirst()));
  }

  /**
   * The hashes whose bytes the event has, each with its photo, ascending.
   *
   * @param hashes lower-case hex
   */
  Uni<List<PhotosResource.KnownFile>> known(long eventId, List<String> hashes) {
    return Panache.withSession(() -> Sql.rows(KNOWN, eventId, String.join(",", hashes)))
        .map(
            rows ->
                rows.stream()
                    .map(row -> new PhotosResource.KnownFile((String) row[0], (String) row[1]))
                    .toList());
  }

  private static PhotoStatus status(Object[] row) {
    return new PhotoStatus(
        ((UUID) row[0]).toString(),
        (String) row[1],
        (Long) row[2],
        (String) row[3],
        HexFormat.of().formatHex((byte[]) row[4]),
        (Integer) row[5],
        (Integer) row[6],
        (String) row[7],
        instant(row[8]),
        row[9] == null ? null : offset((Integer) row[9]),
        (String) row[10],
        (Long) row[11],
        (Boolean) row[12],
        (Integer) row[13],
        (String) row[14],
        (String) row[15],
        (String) row[16],
        instant(row[17]));
  }

  private static Instant instant(Object timestamp) {
    return timestamp == null ? null : ((OffsetDateTime) timestamp).toInstant();
  }

  private static String offset(int seconds) {
    return seconds == 0 ? "+00:00" : ZoneOffset.ofTotalSeconds(seconds).getId();
  }
}
