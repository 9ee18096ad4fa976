package dev.recollect.photos.stamp;

import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Puts every photo of an event whose renditions are of an older version in line again. A photo
 * whose renditions are being made at this moment is waited for and then made again.
 */
@ApplicationScoped
public class RestampWork implements EventWork {
  private static final String QUEUE_ALL =
      """
      insert into work_item (queue, event_id, item_id)
      select 'rendition', photo.event_id, photo.photo_id
        from photo join event using (event_id)
       where photo.event_id = ? and photo.rendition_version < event.rendition_version
       order by photo.photo_id
      on conflict (queue, event_id, item_id) do update
        set state = 'pending', attempts = 0, next_attempt_at = now(), finished_at = null,
            last_error = null, reason = null
      """;

  @Override
  public String queue() {
    return "restamp";
  }

  @Override
  public boolean waitsOutOutages() {
    return true;
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws SQLException {
    Sql.of(QUEUE_ALL, item.eventId()).update(transaction);
  }
}
