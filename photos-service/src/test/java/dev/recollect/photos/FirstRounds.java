package dev.recollect.photos;

import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;

/** Jobs run as the service starts, and then so seldom that no test meets them again. */
public final class FirstRounds {
  private FirstRounds() {}

  /** Waits until the job that thins the change feed has had its first round. */
  public static void awaitCompaction(AgroalDataSource dataSource) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              try (Connection connection = dataSource.getConnection();
                  Statement select = connection.createStatement()) {
                return select
                    .executeQuery(
                        "select from scheduled_tasks"
                            + " where task_name = 'compaction' and last_success is not null")
                    .next();
              }
            });
  }
}
