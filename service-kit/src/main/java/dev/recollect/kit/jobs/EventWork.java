package dev.recollect.kit.jobs;

import java.sql.Connection;
import java.util.Optional;

/**
 * A kind of background work that goes item by item and is shared fairly between events. A CDI bean
 * that implements it is found and run by {@link JobRunner}.
 */
public interface EventWork {

  /** Name of the queue in {@code work_item} and in metrics; stable, lower case. */
  String queue();

  /**
   * Does the work. Whatever is written through {@code transaction} commits together with the item's
   * completion, or not at all; other effects must bear being repeated. Runs on a job thread and may
   * block for as long as it needs: the item stays locked, and a killed process frees it at once.
   *
   * <p>Work of any size does a bounded part of it and puts its own item in line again ({@link
   * WorkQueue#enqueue}, through {@code transaction}): what was done is kept, others have a turn,
   * and no transaction lasts.
   *
   * @throws PermanentFailureException when trying again cannot help
   * @throws Exception to try again later, until the attempts are used up
   */
  void perform(WorkItem item, Connection transaction) throws Exception;

  /**
   * Whether an item waits for as long as something that it depends on, such as the object storage,
   * does not answer ({@link dev.recollect.kit.error.ErrorCode#UNAVAILABLE}): such an attempt then
   * does not count. Otherwise it fails like any other. Only for work that nobody waits for. A lost
   * connection to the database counts in any case, since the work itself may bring it down; none is
   * begun while the database is away, so an outage costs an item one attempt at most.
   */
  default boolean waitsOutOutages() {
    return false;
  }

  /**
   * What callers are told of a failure; empty when its message is not meant for them.
   *
   * @see FailureReason#messageForCallers
   */
  default Optional<String> messageForCallers(Throwable failure) {
    return FailureReason.messageForCallers(failure);
  }

  /**
   * Told after what {@link #perform} wrote has been committed, such as to wake the work that
   * follows. A process killed in between never tells.
   */
  default void committed(WorkItem item) {}
}
