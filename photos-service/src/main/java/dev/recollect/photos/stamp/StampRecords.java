package dev.recollect.photos.stamp;

import com.google.protobuf.ByteString;
import dev.recollect.photos.events.Events;
import dev.recollect.photos.sql.Blocking;
import dev.recollect.photos.sql.Sql;
import dev.recollect.proto.library.v1.Stamp;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Keeps stamps. Every change asks for a new version of all renditions and leaves it to {@link
 * RestampWork} to put the photos in line.
 */
@ApplicationScoped
public class StampRecords {
  private static final String SET =
      """
      insert into stamp (event_id, landscape, portrait, position, opacity, scale, margin)
      values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      on conflict (event_id) do update
        set landscape = excluded.landscape, portrait = excluded.portrait, position = excluded.position,
            opacity = excluded.opacity, scale = excluded.scale, margin = excluded.margin
      returning 1
      """;
  private static final String FIND =
      """
      select stamp.position, stamp.opacity, stamp.scale, stamp.margin, event.rendition_version
        from stamp join event using (event_id)
       where event_id = ?1
      """;
  private static final String READ =
      """
      select stamp.landscape, stamp.portrait, stamp.position, stamp.opacity, stamp.scale, stamp.margin
        from stamp join event using (event_id)
       where event_id = ?1 and event.deleted_at is null
      """;
  private static final String NEXT_VERSION =
      "update event set rendition_version = rendition_version + 1 where event_id = ?1 returning 1";
  private static final String RESTAMP =
      """
      insert into work_item (queue, event_id, item_id)
      values ('restamp', ?1, '00000000-0000-0000-0000-000000000000')
      on conflict (queue, event_id, item_id) do update
        set state = 'pending', attempts = 0, next_attempt_at = now(), finished_at = null,
            last_error = null, reason = null
      returning 1
      """;

  /** Sets the stamp; blocks. */
  StampResource.StampView set(long eventId, NewStamp stamp) {
    return Blocking.await(
        () ->
            Panache.withTransaction(
                () ->
                    Events.lock(eventId)
                        .chain(
                            () ->
                                Sql.write(
                                    SET,
                                    eventId,
                                    stamp.landscape(),
                                    stamp.portrait(),
                                    stamp.position().name(),
                                    stamp.opacity(),
                                    stamp.scale(),
                                    stamp.margin()))
                        .chain(() -> askForNewRenditions(eventId))
                        .chain(() -> Sql.rows(FIND, eventId))
                        .map(StampRecords::view)));
  }

  /** Null when the event has none. */
  Uni<StampResource.StampView> find(long eventId) {
    return Panache.withSession(() -> Sql.rows(FIND, eventId)).map(StampRecords::view);
  }

  /** Null when the event has none, or is gone. */
  public Uni<Stamp> message(long eventId) {
    return Panache.withSession(() -> Sql.rows(READ, eventId))
        .map(rows -> rows.stream().findFirst().map(StampRecords::message).orElse(null));
  }

  private static Stamp message(Object[] row) {
    return Stamp.newBuilder()
        .setLandscape(ByteString.copyFrom((byte[]) row[0]))
        .setPortrait(ByteString.copyFrom((byte[]) row[1]))
        .setPosition((String) row[2])
        .setOpacity((Double) row[3])
        .setScale((Double) row[4])
        .setMargin((Double) row[5])
        .build();
  }

  /** Removes the stamp; without one nothing happens. */
  Uni<Void> remove(long eventId) {
    return Panache.withTransaction(
        () ->
            Events.lock(eventId)
                .chain(
                    () -> Sql.write("delete from stamp where event_id = ?1 returning 1", eventId))
                .chain(
                    removed ->
                        removed == 0 ? Uni.createFrom().voidItem() : askForNewRenditions(eventId)));
  }

  private static Uni<Void> askForNewRenditions(long eventId) {
    return Sql.write(NEXT_VERSION, eventId)
        .chain(() -> Sql.write(RESTAMP, eventId))
        .replaceWithVoid();
  }

  private static StampResource.StampView view(List<Object[]> rows) {
    return rows.stream()
        .findFirst()
        .map(
            row ->
                new StampResource.StampView(
                    (String) row[0],
                    (Double) row[1],
                    (Double) row[2],
                    (Double) row[3],
                    (Integer) row[4]))
        .orElse(null);
  }
}
