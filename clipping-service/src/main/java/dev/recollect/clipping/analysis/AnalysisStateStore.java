package dev.recollect.clipping.analysis;

import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Where videos stand on their way through the analysis. */
@ApplicationScoped
class AnalysisStateStore {
  private static final String STATE =
      """
      select v.source_video_key, v.duration_ns, d.state, d.attempts > 0, d.reason,
             c.chunks, c.done, c.dead, c.done_ns,
             (select count(*) from track t
               where t.event_id = v.event_id and t.source_video_key = v.source_video_key
                 and t.model_no = m.model_no),
             c.error, c.recent_ns, c.recent_from, c.recent_to
        from source_video v
        cross join (select ?::int as model_no) m
        join work_item d
          on d.queue = 'video-description' and d.event_id = v.event_id
         and d.item_id = v.description_id
        cross join lateral (
          select count(*) as chunks,
                 count(*) filter (where w.state = 'done') as done,
                 count(*) filter (where w.state = 'dead') as dead,
                 coalesce(sum(a.duration_ns) filter (where w.state = 'done'), 0) as done_ns,
                 min(w.reason) filter (where w.state = 'dead') as error,
                 coalesce(sum(a.duration_ns) filter (where r.recent), 0) as recent_ns,
                 min(a.started_at) filter (where r.recent) as recent_from,
                 max(a.finished_at) filter (where r.recent) as recent_to
            from analysis_chunk a
            join work_item w
              on w.queue = 'video-analysis' and w.event_id = a.event_id and w.item_id = a.chunk_id
            cross join lateral (
              select w.state = 'done' and a.finished_at > now() - interval '10 min' as recent) r
           where a.event_id = v.event_id and a.source_video_key = v.source_video_key
             and a.model_no = m.model_no) c
       where v.event_id = ?
      """;

  Optional<AnalysisState> find(Connection connection, int modelNo, long eventId, long key)
      throws SQLException {
    return Sql.of(STATE + " and v.source_video_key = ?", modelNo, eventId, key)
        .first(connection, AnalysisStateStore::read);
  }

  /** In the order of their keys. */
  List<AnalysisState> all(Connection connection, int modelNo, long eventId) throws SQLException {
    return Sql.of(STATE + " order by v.source_video_key", modelNo, eventId)
        .list(connection, AnalysisStateStore::read);
  }

  /** How many videos of an event have work that was set aside, under whatever model. */
  int setAside(Connection connection, long eventId) throws SQLException {
    return Sql.of(
            """
            select count(*) from (
              select v.source_video_key from work_item w
                join source_video v on v.event_id = w.event_id and v.description_id = w.item_id
               where w.queue = 'video-description' and w.event_id = ? and w.state = 'dead'
              union
              select a.source_video_key from work_item w
                join analysis_chunk a on a.event_id = w.event_id and a.chunk_id = w.item_id
               where w.queue = 'video-analysis' and w.event_id = ? and w.state = 'dead') as video
            """,
            eventId,
            eventId)
        .first(connection, row -> row.getInt(1))
        .orElseThrow();
  }

  private static AnalysisState read(ResultSet row) throws SQLException {
    return new AnalysisState(
        row.getLong(1),
        Duration.ofNanos(row.getLong(2)),
        new AnalysisState.Work(row.getString(3), row.getBoolean(4), row.getString(5)),
        new AnalysisState.Chunks(
            row.getLong(6),
            row.getLong(7),
            row.getLong(8),
            Duration.ofNanos(row.getLong(9)),
            row.getLong(10),
            row.getString(11)),
        new AnalysisState.Recent(
            Duration.ofNanos(row.getLong(12)), instant(row, 13), instant(row, 14)));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
