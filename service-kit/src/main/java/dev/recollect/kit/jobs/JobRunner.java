package dev.recollect.kit.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Runs the service's {@link EventWork} and {@link RecurringJob} beans on db-scheduler. Each event
 * with due work holds a few lanes, rows of {@code scheduled_tasks} that any replica may take; a
 * lane works for one turn and then goes to the back of the line, so events share the threads
 * however much each of them brings. Services that have jobs set {@code recollect.jobs.enabled=true}
 * at build time.
 */
@IfBuildProperty(name = "recollect.jobs.enabled", stringValue = "true")
@ApplicationScoped
public class JobRunner {
  private static final Logger LOG = Logger.getLogger(JobRunner.class);
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /** Clocks are short and everything waits for them; lanes have db-scheduler's default, 50. */
  private static final int CLOCK_PRIORITY = 90;

  private final AgroalDataSource dataSource;
  private final WorkQueue queue;
  private final JobsConfig config;
  private final List<EventWork> works;
  private final List<RecurringJob> recurring;
  private final EventTurn turn;
  private final Map<String, CustomTask<Void>> lanesByQueue = new HashMap<>();
  private final Map<String, Places> placesByQueue = new HashMap<>();
  private Scheduler scheduler;

  JobRunner(
      AgroalDataSource dataSource,
      WorkQueue queue,
      JobsConfig config,
      JobMetrics metrics,
      @All List<EventWork> works,
      @All List<RecurringJob> recurring) {
    this.dataSource = dataSource;
    this.queue = queue;
    this.config = config;
    this.works = List.copyOf(works);
    this.recurring = List.copyOf(recurring);
    this.turn = new EventTurn(dataSource, new WorkClaims(), config, metrics);
    Semaphore allButOne = new Semaphore(Math.max(1, config.threads() - 1));
    for (EventWork work : works) {
      metrics.pending(work.queue(), () -> pending(work.queue()));
      Integer most = config.limits().get(work.queue());
      placesByQueue.put(
          work.queue(), most == null ? Places.unlimited() : new Places(most, allButOne));
    }
  }

  /** Not a number while the database does not answer. */
  private double pending(String name) {
    try (Connection connection = dataSource.getConnection()) {
      return queue.pending(connection, name);
    } catch (SQLException lost) {
      return Double.NaN;
    }
  }

  void start(@Observes StartupEvent event) {
    List<Task<?>> lanes = new ArrayList<>();
    List<RecurringTask<?>> clocks = new ArrayList<>();
    for (EventWork work : works) {
      CustomTask<Void> lane = lane(work);
      lanes.add(lane);
      lanesByQueue.put(work.queue(), lane);
      clocks.add(sweep(work, lane));
    }
    recurring.forEach(job -> clocks.add(clock(job)));
    scheduler =
        Scheduler.create(dataSource, lanes)
            .startTasks(clocks)
            .threads(config.threads())
            .enablePriority()
            .enableImmediateExecution()
            // No more than there are threads for: what waits in a replica has no heartbeat.
            .pollUsingLockAndFetch(0.9, 1.0)
            .pollingInterval(config.polling())
            .heartbeatInterval(config.heartbeat())
            .shutdownMaxWait(config.turn().plusSeconds(5))
            .build();
    scheduler.start();
  }

  void stop(@Observes ShutdownEvent event) {
    if (scheduler != null) {
      scheduler.stop();
    }
  }

  /**
   * Starts work on an event's due items at once, on this replica if it has a thread to spare,
   * rather than at the next look for it. To be called after the transaction that put an item in
   * line; whoever does not call it waits a second longer.
   */
  public void wake(String queueName, long eventId) {
    try {
      open(scheduler, lanesByQueue.get(queueName), eventId);
    } catch (TaskInstanceException taken) {
      // Somebody opened or closed the lane in the same moment. The item waits for the next look.
      LOG.debugf(taken, "lane taken queue=%s event_id=%d", queueName, eventId);
    }
  }

  private void open(SchedulerClient client, CustomTask<Void> lane, long eventId) {
    for (int number = 0; number < config.lanesPerEvent(); number++) {
      client.scheduleIfNotExists(lane.instance(eventId + ":" + number), Instant.now());
    }
  }

  private CustomTask<Void> lane(EventWork work) {
    return Tasks.custom("event-" + work.queue(), Void.class)
        .onFailureReschedule(FixedDelay.of(SWEEP))
        .onDeadExecutionRevive()
        .execute((instance, context) -> take(work, eventOf(instance.getId())));
  }

  private CompletionHandler<Void> take(EventWork work, long eventId) {
    Places places = placesByQueue.get(work.queue());
    if (!places.enter()) {
      return new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(places.turn()));
    }
    try {
      return turn.take(work, eventId)
          ? new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(places.turnAfter()))
          : new CompletionHandler.OnCompleteRemove<>();
    } catch (SQLException lost) {
      throw new IllegalStateException("the database went away", lost);
    } finally {
      places.leave();
    }
  }

  /**
   * Opens the lanes of every event with due work: new items, items to retry, items of killed
   * workers.
   */
  private RecurringTask<Void> sweep(EventWork work, CustomTask<Void> lane) {
    return Tasks.recurring("sweep-" + work.queue(), FixedDelay.of(SWEEP))
        .defaultPriority(CLOCK_PRIORITY)
        .execute(
            (instance, context) -> {
              for (long eventId : due(work)) {
                open(context.getSchedulerClient(), lane, eventId);
              }
            });
  }

  private List<Long> due(EventWork work) {
    try (Connection connection = dataSource.getConnection()) {
      return queue.eventsWithDueWork(connection, work.queue());
    } catch (SQLException lost) {
      throw new IllegalStateException("the database went away", lost);
    }
  }

  private static RecurringTask<Void> clock(RecurringJob job) {
    return Tasks.recurring(job.name(), FixedDelay.of(job.pause()))
        .defaultPriority(CLOCK_PRIORITY)
        .execute(
            (instance, context) -> {
              try {
                job.run();
              } catch (Exception failure) {
                LOG.errorf(failure, "recurring job failed job=%s", job.name());
              }
            });
  }

  private static long eventOf(String lane) {
    return Long.parseLong(lane.substring(0, lane.indexOf(':')));
  }
}
