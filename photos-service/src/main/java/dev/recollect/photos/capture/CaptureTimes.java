package dev.recollect.photos.capture;

import dev.recollect.photos.sql.Sql;
import io.smallrye.mutiny.Uni;

/**
 * Works out capture times anew when what they depend on changes. Each is one statement that also
 * writes the change rows; the caller holds the lock of the event, so no photo slips in between. The
 * change rows are sorted, so that the first is written, and readers of the feed begin to wait, when
 * the last photo is updated.
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
        returning photo.photo_id),
      noted as (
        insert into change (event_id, photo_id)
        select ?1, photo_id from corrected order by photo_id returning 1)
      select count(*) from noted
      """;

  private static final String SET_CLOCK =
      """
      with clock as (
        insert into camera_clock (event_id, camera, offset_seconds) values (?1, ?2, ?3)
        on conflict (event_id, camera) do update set offset_seconds = excluded.offset_seconds
        returning offset_seconds),
      corrected as (
        update photo
           set capture_time = clock_time + make_interval(secs => clock.offset_seconds)
          from clock
         where event_id = ?1 and camera = ?2 and time_source in ('offset', 'event')
           and capture_time is distinct from clock_time + make_interval(secs => clock.offset_seconds)
        returning photo_id),
      noted as (
        insert into change (event_id, photo_id)
        select ?1, photo_id from corrected order by photo_id returning 1)
      select count(*) from noted
      """;

  private CaptureTimes() {}

  /** After a change of the event's time zone: the photos whose camera did not say its offset. */
  public static Uni<Void> readAnew(long eventId) {
    return Sql.writeMany(READ_ANEW, eventId).replaceWithVoid();
  }

  /**
   * Says by how much a camera's clock was slow; its photos, past and future, move by that. Times
   * from satellites do not depend on the camera's clock and stay.
   *
   * @param offsetSeconds what to add to the camera's times
   * @return how many photos moved
   */
  public static Uni<Integer> setClock(long eventId, String camera, int offsetSeconds) {
    return Sql.writeMany(SET_CLOCK, eventId, camera, offsetSeconds);
  }
}
