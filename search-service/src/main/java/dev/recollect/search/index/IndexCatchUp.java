package dev.recollect.search.index;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.bib.BibPropagation;
import dev.recollect.search.face.ModelRegistry;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.search.library.EventStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Puts photos in line that a model in use has not seen: all of them when a model is new. Also
 * repairs what a replica that does not know the new model yet has indexed in the meantime. Looks
 * for them only where there may be some, see {@link ModelRegistry#looked}. The same for bibs that
 * have passed through the faces of a model that serves no more.
 */
@ApplicationScoped
public class IndexCatchUp implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(IndexCatchUp.class);

  private final Database database;
  private final EventStore events;
  private final FaceModels models;
  private final ModelRegistry registry;
  private final BibPropagation propagation;

  IndexCatchUp(
      Database database,
      EventStore events,
      FaceModels models,
      ModelRegistry registry,
      BibPropagation propagation) {
    this.propagation = propagation;
    this.database = database;
    this.events = events;
    this.models = models;
    this.registry = registry;
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
    models.prepareEvents();
    int again = propagation.modelChanged();
    if (again > 0) {
      LOG.infof("bibs pass through another model's faces events=%d", again);
    }
    List<Integer> behind =
        database.transact(transaction -> registry.beginToCatchUp(transaction, models.numbers()));
    if (behind.isEmpty()) {
      return;
    }
    for (long eventId : database.read(events::ids)) {
      int missing = database.transact(transaction -> putInLine(transaction, eventId, behind));
      if (missing > 0) {
        LOG.infof("photos put in line event_id=%d photos=%d", eventId, missing);
      }
    }
    database.transact(
        transaction -> {
          registry.caughtUp(transaction, behind);
          return null;
        });
  }

  private static int putInLine(Connection transaction, long eventId, List<Integer> behind)
      throws SQLException {
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
              set state = 'pending', attempts = 0, next_attempt_at = now(), last_error = null, reason = null,
                  finished_at = null
            where work_item.state = 'done'
            """,
            eventId,
            behind,
            behind.size())
        .update(transaction);
  }
}
