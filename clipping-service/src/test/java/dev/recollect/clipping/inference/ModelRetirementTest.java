package dev.recollect.clipping.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.clipping.testing.Footage;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.video.TestVideos;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Models that were replaced, and what they had learnt. */
@QuarkusTest
class ModelRetirementTest extends ServiceTest {
  @Inject Footage footage;
  @Inject Database database;
  @Inject FaceModels models;
  @Inject ModelRetirement retirement;

  private final long event = TestLibrary.newEventId();

  /** A model that was last used some days ago and has analysed a chunk of the video; its number. */
  private int model(int daysAgo) {
    return database.transact(
        transaction -> {
          int modelNo =
              Sql.of(
                      """
                      insert into model (model_id, dimension, seen_at)
                      values (?, 2, now() - make_interval(days => ?)) returning model_no
                      """,
                      "old@" + UUID.randomUUID(),
                      daysAgo)
                  .first(transaction, row -> row.getInt(1))
                  .orElseThrow();
          UUID chunk = UUID.randomUUID();
          Sql.of(
                  """
                  insert into analysis_chunk (event_id, source_video_key, model_no, chunk_no,
                                              chunk_id, start_ns, end_ns, duration_ns)
                  values (?, 1, ?, 0, ?, 0, 1, 1)
                  """,
                  event,
                  modelNo,
                  chunk)
              .update(transaction);
          Sql.of("insert into track values (?, 1, ?, 0, 0)", event, modelNo).update(transaction);
          Sql.of(
                  """
                  insert into work_item (queue, event_id, item_id, state)
                  values ('video-analysis', ?, ?, 'done')
                  """,
                  event,
                  chunk)
              .update(transaction);
          return modelNo;
        });
  }

  private long rows(String table, int modelNo) {
    return count("select count(*) from " + table + " where model_no = ?", modelNo);
  }

  private long count(String query, Object parameter) {
    return database.read(
        connection ->
            Sql.of(query, parameter).first(connection, row -> row.getLong(1)).orElseThrow());
  }

  @Test
  void whatAModelLearntGoesOnceNobodyHasUsedItForLong() {
    footage.video(event, 1, TestVideos.pattern(2));
    footage.seen(event, 1, 0, footage.stranger(), 1);
    int retired = model(8);
    int recent = model(6);

    retirement.run();

    assertThat(rows("model", retired)).isZero();
    assertThat(rows("analysis_chunk", retired)).isZero();
    assertThat(rows("track", retired)).isZero();
    assertThat(rows("model", recent)).isEqualTo(1);
    assertThat(rows("track", recent)).isEqualTo(1);
    assertThat(count("select count(*) from work_item where event_id = ?", event)).isEqualTo(1);
    int serving = models.serving().modelNo();
    assertThat(
            count(
                "select count(*) from track where model_no = " + serving + " and event_id = ?",
                event))
        .isEqualTo(1);
  }
}
