package dev.recollect.search.index;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.face.FaceIndex;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.search.library.EventStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Puts photos in line that a model in use has not seen: all of them when a model is new. Also
 * repairs what a replica that does not know the new model yet has indexed in the meantime.
 */
@ApplicationScoped
public class IndexCatchUp implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(IndexCatchUp.class);

  private final Database database;
  private final EventStore events;
  private final FaceIndex faces;
  private final FaceModels models;

  IndexCatchUp(Database database, EventStore events, FaceIndex faces, FaceModels models) {
    this.database = database;
    this.events = events;
    this.faces = faces;
    this.models = models;
  }

  @Override
  public String name() {
    return "index-catch-up";
  }

  @Override
  public Duration pause() {
    return Duration.ofMinutes(5);
  }

  @Override
  public void run() {
    for (long eventId : database.read(events::ids)) {
      int missing =
          database.transact(
              transaction -> {
                faces.prepare(transaction, eventId);
                return Sql.of(
                        """
                insert into work_item (queue, event_id, item_id)
                select 'index', p.event_id, p.photo_id
                  from photo p
                 where p.event_id = ?
                   and (select count(*) from photo_index i
                         where i.event_id = p.event_id and i.photo_id = p.photo_id
                           and i.model_no = any(?)) < ?
                 order by p.photo_id
                on conflict (queue, event_id, item_id) do update
                  set state = 'pending', attempts = 0, next_attempt_at = now(), last_error = null,
                      finished_at = null
                where work_item.state = 'done'
                """,
                        eventId,
                        models.numbers(),
                        models.numbers().size())
                    .update(transaction);
              });
      if (missing > 0) {
        LOG.infof("photos put in line event_id=%d photos=%d", eventId, missing);
      }
    }
  }
}
