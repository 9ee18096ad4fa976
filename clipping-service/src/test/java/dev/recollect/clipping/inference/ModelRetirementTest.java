package dev.recollect.clipping.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.clipping.testing.Footage;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.video.TestVideos;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models that were replaced, and what they had learnt. */
@QuarkusTest
class ModelRetirementTest extends ServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Footage footage;
  @Inject Database database;
  @Inject FaceModels models;
  @Inject ModelRetirement retirement;

  private final long event = TestLibrary.newEventId();

  /** The service does so as it starts, and then an hour later. */
  @BeforeEach
  void nobodyElseRetiresModels() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                count(
                        """
                        select count(*) from scheduled_tasks
                         where task_name = ? and not picked
                           and execution_time > now() + interval '5 min'
                        """,
                        retirement.name())
                    > 0);
  }

  /**
   * A model that was last used some days ago and has analysed two chunks of each of the event's
   * videos; its number.
   */
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
          Sql.of(
                  """
                  with chunk as (
                    insert into analysis_chunk (event_id, source_video_key, model_no, chunk_no,
                                                chunk_id, start_ns, end_ns, duration_ns)
                    select event_id, source_video_key, ?, chunk_no, gen_random_uuid(), 0, 1, 1
                      from source_video, generate_series(0, 1) as chunk_no where event_id = ?
                    returning event_id, chunk_id)
                  insert into work_item (queue, event_id, item_id, state)
                  select 'video-analysis', event_id, chunk_id, 'done' from chunk
                  """,
                  modelNo,
                  event)
              .update(transaction);
          Sql.of(
                  """
                  insert into track
                  select event_id, source_video_key, model_no, chunk_no, 0 from analysis_chunk
                   where model_no = ?
                  """,
                  modelNo)
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
    assertThat(rows("track", recent)).isEqualTo(2);
    assertThat(count("select count(*) from work_item where event_id = ?", event)).isEqualTo(2);
    int serving = models.serving().modelNo();
    assertThat(
            count(
                "select count(*) from track where model_no = " + serving + " and event_id = ?",
                event))
        .isEqualTo(1);
  }

  /** How many chunks of a video the model has analysed, as others see it. */
  private long chunks(int modelNo, long video) {
    return count(
        "select count(*) from analysis_chunk where model_no = %d and source_video_key = %d"
                .formatted(modelNo, video)
            + " and event_id = ?",
        event);
  }

  /** Begins to retire models and returns once that waits for the transaction. */
  private CompletableFuture<Void> retireUntilItWaitsFor(Connection transaction)
      throws SQLException {
    int holder =
        Sql.of("select pg_backend_pid()").first(transaction, row -> row.getInt(1)).orElseThrow();
    CompletableFuture<Void> retiring = CompletableFuture.runAsync(retirement::run);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                count(
                        "select count(*) from pg_stat_activity where ? = any(pg_blocking_pids(pid))",
                        holder)
                    > 0);
    return retiring;
  }

  @Test
  void aModelThatAReplicaIsJustBeginningToUseKeepsAll() throws Exception {
    footage.video(event, 1, TestVideos.pattern(2));
    int modelNo = model(8);

    CompletableFuture<Void> retiring =
        database.transact(
            beginning -> {
              Sql.of("update model set seen_at = now() where model_no = ?", modelNo)
                  .update(beginning);
              return retireUntilItWaitsFor(beginning);
            });
    retiring.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    assertThat(chunks(modelNo, 1)).isEqualTo(2);
    assertThat(rows("track", modelNo)).isEqualTo(2);
    assertThat(count("select count(*) from work_item where event_id = ?", event)).isEqualTo(2);
    assertThat(rows("model", modelNo)).isEqualTo(1);
  }

  @Test
  void videosGoOneByOneAndWholeAndMeanwhileNobodyBeginsToUseTheModel() throws Exception {
    footage.video(event, 1, TestVideos.pattern(2));
    footage.video(event, 2, TestVideos.pattern(2));
    int modelNo = model(8);

    CompletableFuture<Void> retiring =
        database.transact(
            holder -> {
              Sql.of(
                      """
                      select 1 from analysis_chunk
                       where event_id = ? and source_video_key = 2 and model_no = ?
                         and chunk_no = 1 for update
                      """,
                      event,
                      modelNo)
                  .exists(holder);
              CompletableFuture<Void> running = retireUntilItWaitsFor(holder);
              assertThat(chunks(modelNo, 1)).isZero();
              assertThat(chunks(modelNo, 2)).isEqualTo(2);
              assertThat(
                      count(
                          """
                          select count(*) from (
                            select 1 from model where model_no = ? for no key update skip locked) as free
                          """,
                          modelNo))
                  .isZero();
              return running;
            });
    retiring.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    assertThat(rows("analysis_chunk", modelNo)).isZero();
    assertThat(rows("model", modelNo)).isZero();
  }
}
