package dev.recollect.photos.upkeep;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.photos.events.Events;
import dev.recollect.photos.sql.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes events whose retention is over, just as a person would. */
@ApplicationScoped
public class RetentionJob implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(RetentionJob.class);
  private static final String OVER =
      """
      select event_id from event
       where retention_days is not null and deleted_at is null
         and (event_date + make_interval(days => retention_days)) at time zone time_zone < now()
       order by event_id
      """;

  private final Database database;
  private final Events events;
  private final UpkeepConfig config;

  RetentionJob(Database database, Events events, UpkeepConfig config) {
    this.database = database;
    this.events = events;
    this.config = config;
  }

  @Override
  public String name() {
    return "retention";
  }

  @Override
  public Duration pause() {
    return config.retentionPause();
  }

  @Override
  public void run() {
    List<RuntimeException> failures = new ArrayList<>();
    for (long eventId : over()) {
      try {
        Blocking.await(() -> events.delete(eventId));
        LOG.infof("retention is over event_id=%d", eventId);
      } catch (RuntimeException failure) {
        // The others are not to stay because of one.
        LOG.errorf(failure, "not deleted after its retention event_id=%d", eventId);
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }

  private List<Long> over() {
    return database.read(connection -> Sql.of(OVER).list(connection, row -> row.getLong(1)));
  }
}
