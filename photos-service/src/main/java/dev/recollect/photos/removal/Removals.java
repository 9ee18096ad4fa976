package dev.recollect.photos.removal;

import dev.recollect.photos.sql.Sql;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Requests the removal of stored files, within the transaction that takes them out of sight. */
public final class Removals {
  /** Name of the queue. */
  public static final String QUEUE = "removal";

  /** Stands for the event itself among the items of the queue. */
  static final UUID WHOLE_EVENT = new UUID(0, 0);

  private static final String ENQUEUE =
      """
      insert into work_item (queue, event_id, item_id) values (?1, ?2, ?3)
      on conflict (queue, event_id, item_id) do update
        set state = 'pending', attempts = 0, next_attempt_at = now(), finished_at = null
      returning 1
      """;

  private Removals() {}

  /** Files and rows of a deleted event. */
  public static Uni<Void> requestForEvent(long eventId) {
    return request(eventId, WHOLE_EVENT);
  }

  /** Files of a deleted photo. */
  public static Uni<Void> requestForPhoto(long eventId, UUID photoId) {
    return request(eventId, photoId);
  }

  private static Uni<Void> request(long eventId, UUID itemId) {
    return Sql.write(ENQUEUE, QUEUE, eventId, itemId).replaceWithVoid();
  }
}
