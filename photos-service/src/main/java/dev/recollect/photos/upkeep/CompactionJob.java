package dev.recollect.photos.upkeep;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Removes change rows that a later row of the same subject makes superfluous: a change carries the
 * present state, so the last one tells everything. A reader between the two still meets the later.
 */
@ApplicationScoped
public class CompactionJob implements RecurringJob {
  private static final String COMPACT =
      """
      delete from change
       where sequence in (
               select sequence
                 from (select sequence,
                              row_number() over (partition by event_id, photo_id, source_video_key
                                                 order by sequence desc) as place
                         from change) ranked
                where place > 1)
      """;

  private final Database database;
  private final UpkeepConfig config;

  CompactionJob(Database database, UpkeepConfig config) {
    this.database = database;
    this.config = config;
  }

  @Override
  public String name() {
    return "compaction";
  }

  @Override
  public Duration pause() {
    return config.compactionPause();
  }

  @Override
  public void run() {
    database.read(connection -> Sql.of(COMPACT).update(connection));
  }
}
