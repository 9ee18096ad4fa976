package dev.recollect.clipping.inference;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Drops what face models have learnt from videos that nobody uses any more. */
@ApplicationScoped
public class ModelRetirement implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(ModelRetirement.class);

  private final Database database;
  private final ModelsConfig config;

  ModelRetirement(Database database, ModelsConfig config) {
    this.database = database;
    this.config = config;
  }

  /** A video that a model has learnt something from. */
  private record Analysed(int modelNo, long eventId, long key) {}

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
    int dropped = 0;
    for (Analysed video : database.read(connection -> unused(connection, unusedSince))) {
      dropped += database.transact(transaction -> drop(transaction, video, unusedSince)) ? 1 : 0;
    }
    int retired = database.transact(transaction -> retire(transaction, unusedSince));
    if (dropped + retired > 0) {
      LOG.infof("face models retired models=%d videos=%d", retired, dropped);
    }
  }

  private static List<Analysed> unused(Connection connection, Instant unusedSince)
      throws SQLException {
    return Sql.of(
            """
            select distinct model_no, event_id, source_video_key
              from analysis_chunk join model using (model_no)
             where seen_at < ? order by model_no, event_id, source_video_key
            """,
            unusedSince)
        .list(connection, row -> new Analysed(row.getInt(1), row.getLong(2), row.getLong(3)));
  }

  /**
   * Drops all that was learnt from a video, and the work of it, unless the model is in use again. A
   * replica that begins to use it waits for the end of the transaction, and the next one sees that:
   * what is left then is whole, and the other videos are analysed again.
   */
  private static boolean drop(Connection transaction, Analysed video, Instant unusedSince)
      throws SQLException {
    boolean unused =
        Sql.of(
                "select 1 from model where model_no = ? and seen_at < ? for update",
                video.modelNo(),
                unusedSince)
            .exists(transaction);
    if (unused) {
      Sql.of(
              """
              with dropped as (
                delete from analysis_chunk
                 where event_id = ? and source_video_key = ? and model_no = ?
                returning event_id, chunk_id)
              delete from work_item w using dropped d
               where w.queue = 'video-analysis' and w.event_id = d.event_id
                 and w.item_id = d.chunk_id
              """,
              video.eventId(),
              video.key(),
              video.modelNo())
          .update(transaction);
    }
    return unused;
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
