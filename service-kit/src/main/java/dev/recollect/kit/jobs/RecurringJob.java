package dev.recollect.kit.jobs;

import java.time.Duration;

/**
 * Work done again and again by one replica at a time. A CDI bean that implements it is found and
 * run by {@link JobRunner}.
 */
public interface RecurringJob {

  /** Stable name, lower case. */
  String name();

  /** Pause between the end of one run and the start of the next. */
  Duration pause();

  /** One run; a failure is logged and the next run comes as usual. */
  void run() throws Exception;
}
