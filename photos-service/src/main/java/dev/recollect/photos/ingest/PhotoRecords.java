package dev.recollect.photos.ingest;

import dev.recollect.photos.capture.Camera;
import dev.recollect.photos.capture.Capture;
import dev.recollect.photos.changes.ChangeLog;
import dev.recollect.photos.renditions.RenditionQueue;
import dev.recollect.photos.sql.Blocking;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows of taken-in photos. Every method blocks, and each is a transaction of its own; call from
 * worker threads.
 */
@ApplicationScoped
public class PhotoRecords {
  private static final String FIND_BYTES =
      "select photo_id from photo where event_id = ?1 and sha256 = ?2";

  /**
   * Waits for a running change of the event's time zone or a camera's clock, and holds back the
   * next one.
   */
  private static final String HOLD_EVENT =
      "select event_id from event where event_id = ?1 and deleted_at is null for key share";

  /** With a line for the first comparison of the original with its checksum. */
  private static final String INSERT =
      """
      with added as (
      insert into photo (event_id, photo_id, sha256, object_key, size_bytes, content_type, filename,
                         width, height, camera, camera_name,
                         local_time, time_source, offset_seconds, clock_time, capture_time)
      select event.event_id, ?2, ?3, ?4, ?5, ?6, cast(?7 as text), ?8, ?9, said.camera, cast(?11 as text),
             said.local_time, said.source,
             case when said.source = 'event'
                  then cast(extract(epoch from (said.local_time at time zone 'UTC') - clock.at) as int)
                  else said.offset_seconds end,
             clock.at,
             clock.at + make_interval(secs => case when said.source = 'gps' then 0 else coalesce(
               (select offset_seconds from camera_clock
                 where event_id = event.event_id and camera = said.camera), 0) end)
        from event
        cross join (select cast(?10 as text) as camera, cast(cast(?12 as text) as timestamp) as local_time,
                           cast(?13 as text) as source, cast(cast(?14 as text) as int) as offset_seconds,
                           cast(cast(?15 as text) as timestamptz) as instant) said
        cross join lateral (select coalesce(said.instant, said.local_time at time zone event.time_zone) as at) clock
       where event.event_id = ?1
      on conflict on constraint photo_bytes_once_per_event do nothing
      returning event_id, photo_id)
      insert into integrity (event_id, photo_id, checked_at)
      select event_id, photo_id, null from added
      returning 1
      """;

  /** How storing went. */
  sealed interface Outcome {
    /** The photo is in the library. */
    record Stored() implements Outcome {}

    /** The event has had these bytes already, as this photo. */
    record Duplicate(UUID photoId) implements Outcome {}

    /** The event is not there any more. */
    record NoEvent() implements Outcome {}
  }

  /** The photo of the event with these bytes. */
  Optional<UUID> find(long eventId, byte[] sha256) {
    return Optional.ofNullable(
        Blocking.await(
            () -> Panache.withSession(() -> Sql.value(UUID.class, FIND_BYTES, eventId, sha256))));
  }

  /** Stores the photo, its change and its rendition work together, or none of them. */
  Outcome store(NewPhoto photo) {
    return Blocking.await(
        () ->
            Panache.withTransaction(
                () ->
                    Sql.value(Long.class, HOLD_EVENT, photo.eventId())
                        .chain(
                            event ->
                                event == null
                                    ? Uni.createFrom().item(new Outcome.NoEvent())
                                    : insert(photo))));
  }

  private static Uni<Outcome> insert(NewPhoto photo) {
    Capture capture = photo.capture();
    return Sql.write(
            INSERT,
            photo.eventId(),
            photo.photoId(),
            photo.sha256(),
            photo.objectKey(),
            photo.sizeBytes(),
            photo.contentType(),
            photo.filename(),
            photo.image().width(),
            photo.image().height(),
            capture.camera().map(Camera::id).orElse(null),
            capture.camera().map(Camera::name).orElse(null),
            text(capture.localTime()),
            capture.source(),
            text(capture.offsetSeconds()),
            text(capture.instant()))
        .chain(
            inserted ->
                inserted == 0
                    ? Sql.value(UUID.class, FIND_BYTES, photo.eventId(), photo.sha256())
                        .map(Outcome.Duplicate::new)
                    : ChangeLog.photo(photo.eventId(), photo.photoId())
                        .chain(() -> RenditionQueue.add(photo.eventId(), photo.photoId()))
                        .replaceWith(new Outcome.Stored()));
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }
}
