package dev.recollect.photos.capture;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/**
 * Works out capture times anew when what they depend on changes. Each is one statement that also
 * writes the change rows; the caller holds the lock of the event, so no photo slips in between.
 */
public final class CaptureTimes {
  private static final String READ_ANEW =
      """
      with corrected as (
        update photo
           set clock_time = local_time at time zone event.time_zone,
               offset_seconds = extract(epoch from (local_time at time zone 'UTC')
                                                 - (local_time at time zone event.time_zone)),
               capture_time = (local_time at time zone event.time_zone)
                            + make_interval(secs => coalesce(
                                (select clock.offset_seconds from camera_clock clock
                                  where clock.event_id = photo.event_id
                                    and clock.camera = photo.camera), 0))
          from event
         where event.event_id = ?1 and photo.event_id = ?1 and photo.time_source = 'event'
        returning photo.photo_id)
      insert into change (event_id, photo_id) select ?1, photo_id from corrected
      """;

  private CaptureTimes() {}

  /** After a change of the event's time zone: the photos whose camera did not say its offset. */
  public static Uni<Void> readAnew(long eventId) {
    return Panache.getSession()
        .chain(
            session ->
                session.createNativeQuery(READ_ANEW).setParameter(1, eventId).executeUpdate())
        .replaceWithVoid();
  }
}
