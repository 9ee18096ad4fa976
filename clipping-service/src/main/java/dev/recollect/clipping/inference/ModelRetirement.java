package dev.recollect.clipping.inference;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Drops what face models have learnt from videos that nobody uses any more. */
@ApplicationScoped
public class ModelRetirement implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(ModelRetirement.class);

  /** A chunk has a few hundred sightings, which go with it. */
  private static final int AT_ONCE = 200;

  private final Database database;
  private final ModelsConfig config;

  ModelRetirement(Database database, ModelsConfig config) {
    this.database = database;
    this.config = config;
  }

  @Override
  public String name() {
    return "model-retirement";
  }

  @Override
  public Duration pause() {
    return Duration.ofHours(1);
  }

  @Override
  public void run() {
    Instant unusedSince = Instant.now().minus(config.retireAfter());
    long chunks = database.repeat(AT_ONCE, transaction -> dropChunks(transaction, unusedSince));
    int retired = database.transact(transaction -> retire(transaction, unusedSince));
    if (chunks + retired > 0) {
      LOG.infof("face models retired models=%d chunks=%d", retired, chunks);
    }
  }

  /** With everything that was learnt from them, and their work. */
  private static int dropChunks(Connection transaction, Instant unusedSince) throws SQLException {
    return Sql.of(
            """
            with dropped as (
              delete from analysis_chunk where (event_id, chunk_id) in (
                select event_id, chunk_id from analysis_chunk join model using (model_no)
                 where seen_at < ? limit ?)
              returning event_id, chunk_id),
            unneeded as (
              delete from work_item w using dropped d
               where w.queue = 'video-analysis' and w.event_id = d.event_id
                 and w.item_id = d.chunk_id)
            select count(*) from dropped
            """,
            unusedSince,
            AT_ONCE)
        .first(transaction, row -> row.getInt(1))
        .orElseThrow();
  }

  /** A model that a stored search was made with keeps its number until that search expires. */
  private static int retire(Connection transaction, Instant unusedSince) throws SQLException {
    return Sql.of(
            """
            delete from model m
             where seen_at < ?
               and not exists (select 1 from analysis_chunk c where c.model_no = m.model_no)
               and not exists (select 1 from clip_search s where s.model_no = m.model_no)
            """,
            unusedSince)
        .update(transaction);
  }
}
