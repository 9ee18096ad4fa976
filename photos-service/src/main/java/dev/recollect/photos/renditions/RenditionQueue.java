package dev.recollect.photos.renditions;

import dev.recollect.photos.sql.Sql;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Puts photos in line for their renditions, within the transaction that gives the reason. */
public final class RenditionQueue {
  /** Name of the queue. */
  public static final String NAME = "rendition";

  private static final String ADD =
      "insert into work_item (queue, event_id, item_id) values ('rendition', ?1, ?2) returning 1";

  private RenditionQueue() {}

  /** A photo that was never in line. */
  public static Uni<Void> add(long eventId, UUID photoId) {
    return Sql.write(ADD, eventId, photoId).replaceWithVoid();
  }
}
