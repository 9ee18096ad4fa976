package dev.recollect.clipping.search;

import dev.recollect.clipping.analysis.ChunkWork;
import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.clipping.clip.ClipsConfig;
import dev.recollect.clipping.library.SourceVideos;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which searches would miss videos that are being analysed for the model they use. They wait for
 * them, but not for long: then they search what there is.
 */
@ApplicationScoped
class VideosToCome {
  /** Of an event and a model {@code s}; what a new file is to be analysed with is not known yet. */
  private static final String TO_COME =
      """
      (exists (select 1 from work_item w
                where w.queue = '%s' and w.event_id = s.event_id and w.state = 'pending')
       or exists (select 1 from work_item w
                    join analysis_chunk c on c.event_id = w.event_id and c.chunk_id = w.item_id
                   where w.queue = '%s' and w.event_id = s.event_id and w.state = 'pending'
                     and c.model_no = s.model_no))
      """
          .formatted(SourceVideos.DESCRIPTION_QUEUE, ChunkWork.QUEUE);

  private static final String WORTH_WAITING =
      "select 1 from (select ?::bigint as event_id, ?::int as model_no) s where " + TO_COME;

  /** However many searches wait, the work of each event is looked at once for each model. */
  private static final String RESUME =
      """
      with waited_for as materialized (
        select s.event_id, s.model_no
          from (select distinct event_id, model_no from clip_search where waits_for_videos) s
         where
      """
          + TO_COME
          + """
      )
      update clip_search set waits_for_videos = false
       where (event_id, request_id) in (
         select event_id, request_id from clip_search
          where waits_for_videos
            and (created_at <= ? or (event_id, model_no) not in (select * from waited_for))
            for update skip locked)
      returning event_id, request_id
      """;

  private final ClipsConfig config;

  VideosToCome(ClipsConfig config) {
    this.config = config;
  }

  boolean worthWaiting(Connection connection, ClipSearch search) throws SQLException {
    return search.createdAt().isAfter(patienceEnds())
        && Sql.of(WORTH_WAITING, search.eventId(), search.modelNo()).exists(connection);
  }

  /**
   * Lets searches that were put off wait no longer if there is nothing to wait for any more. One
   * that somebody is changing is left for the next time.
   *
   * @return their ids by event
   */
  Map<Long, List<UUID>> resume(Connection transaction) throws SQLException {
    record Resumed(long eventId, UUID requestId) {}
    return Sql.of(RESUME, patienceEnds())
        .list(transaction, row -> new Resumed(row.getLong(1), row.getObject(2, UUID.class)))
        .stream()
        .collect(
            Collectors.groupingBy(
                Resumed::eventId,
                TreeMap::new,
                Collectors.mapping(Resumed::requestId, Collectors.toList())));
  }

  /** Searches as old as this wait no longer. */
  private Instant patienceEnds() {
    return Instant.now().minus(config.patience());
  }
}
