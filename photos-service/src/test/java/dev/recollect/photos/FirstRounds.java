package dev.recollect.photos;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Jobs run as the service starts, and then so seldom that no test meets them again. */
public final class FirstRounds {
  private FirstRounds() {}

  /** Waits until the job that thins the change feed has had its first round. */
  public static void awaitCompaction(AgroalDataSource dataSource) {
    await(dataSource, "compaction");
  }

  /** Waits until a job has had its first round. */
  public static void await(AgroalDataSource dataSource, String job) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              try (Connection connection = dataSource.getConnection();
                  Statement select = connection.createStatement()) {
                return select
                    .executeQuery(
                        "select from scheduled_tasks"
                            + " where last_success is not null and task_name = '"
                            + job
                            + "'")
                    .next();
              }
            });
  }
}
