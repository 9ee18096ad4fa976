package dev.recollect.search.index;

import dev.recollect.kit.sql.Sql;
import dev.recollect.search.bib.PropagationWork;
import dev.recollect.search.inference.FaceModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where photos stand on their way into the index. */
@ApplicationScoped
public class IndexStatusStore {
  private static final String STATUS =
      """
      select w.item_id, case w.state when 'done' then 'indexed' when 'dead' then 'failed'
                                     else w.state end,
             w.attempts, w.reason, i.faces,
             (select count(*) from bib_reading r
               where r.event_id = w.event_id and r.photo_id = w.item_id)
        from work_item w
        left join photo_index i
          on i.event_id = w.event_id and i.photo_id = w.item_id and i.model_no = ?
       where w.queue = 'index' and w.event_id = ?
      """;

  /** The lines a photo stands in, one after the other. */
  private static final List<String> QUEUES = List.of(IndexWork.QUEUE, PropagationWork.QUEUE);

  private final FaceModels models;

  IndexStatusStore(FaceModels models) {
    this.models = models;
  }

  IndexProgress progress(Connection connection, long eventId) throws SQLException {
    return Sql.of(
            """
            with line as (
              select state, finished_at from work_item where queue = 'index' and event_id = ?),
            recent as (
              select count(*) as finished, extract(epoch from now() - min(finished_at)) as seconds
                from line where state = 'done' and finished_at > now() - interval '60 s')
            select count(*) filter (where state = 'done'),
                   count(*) filter (where state = 'pending'),
                   count(*) filter (where state = 'dead'),
                   (select finished from recent), (select seconds from recent)
              from line
            """,
            eventId)
        .first(
            connection,
            row ->
                IndexProgress.of(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getDouble(5)))
        .orElseThrow();
  }

  Optional<PhotoIndexStatus> photo(Connection connection, long eventId, UUID photoId)
      throws SQLException {
    return Sql.of(STATUS + " and w.item_id = ?", models.serving().modelNo(), eventId, photoId)
        .first(connection, IndexStatusStore::read);
  }

  List<PhotoIndexStatus> failed(Connection connection, long eventId, int limit, long offset)
      throws SQLException {
    return Sql.of(
            STATUS + " and w.state = 'dead' order by w.item_id limit ? offset ?",
            models.serving().modelNo(),
            eventId,
            limit,
            offset)
        .list(connection, IndexStatusStore::read);
  }

  private static PhotoIndexStatus read(ResultSet row) throws SQLException {
    Integer faces = row.getObject(5, Integer.class);
    return new PhotoIndexStatus(
        row.getString(1),
        row.getString(2),
        row.getInt(3),
        row.getString(4),
        faces,
        faces == null ? null : row.getInt(6));
  }

  /** Takes photos out of one line, in their order; waits for those being worked on. */
  public void leaveLine(Connection transaction, String queue, long eventId, List<UUID> photoIds)
      throws SQLException {
    Sql.of(
            """
            with left_line as (
              select queue, event_id, item_id from work_item
               where queue = ? and event_id = ? and item_id = any(?)
               order by item_id for update)
            delete from work_item w using left_line l
             where (w.queue, w.event_id, w.item_id) = (l.queue, l.event_id, l.item_id)
            """,
            queue,
            eventId,
            photoIds)
        .update(transaction);
  }

  /** As {@link #leaveLine(Connection, String, long, List)} for every photo of an event. */
  public void leaveLine(Connection transaction, String queue, long eventId) throws SQLException {
    Sql.of("delete from work_item where queue = ? and event_id = ?", queue, eventId)
        .update(transaction);
  }

  /** Takes photos out of every line; waits for those being worked on. */
  public void remove(Connection transaction, long eventId, List<UUID> photoIds)
      throws SQLException {
    for (String queue : QUEUES) {
      leaveLine(transaction, queue, eventId, photoIds);
    }
    Sql.of("delete from photo_index where event_id = ? and photo_id = any(?)", eventId, photoIds)
        .update(transaction);
  }

  public void removeEvent(Connection transaction, long eventId) throws SQLException {
    for (String queue : QUEUES) {
      leaveLine(transaction, queue, eventId);
    }
    Sql.of("delete from photo_index where event_id = ?", eventId).update(transaction);
  }
}
