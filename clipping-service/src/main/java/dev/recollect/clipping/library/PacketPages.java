package dev.recollect.clipping.library;

import dev.recollect.kit.sql.Sql;
import dev.recollect.video.Packet;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The packets of source videos as they were read when the videos were described, so that a cut is
 * planned without opening a file.
 */
@ApplicationScoped
public class PacketPages {

  /**
   * More than ten minutes and the looking ahead, the longest clip, have at 300 pictures a second. A
   * single odd timestamp may lie as far from its neighbours as the whole video is long.
   */
  private static final int MOST_PAGES = 200;

  /**
   * Takes down a video's packets in place of those that are known of it. Others see nothing of it
   * before the transaction ends, and nothing waits for it.
   */
  public PacketWriter write(Connection transaction, long eventId, long key) throws SQLException {
    int first =
        Sql.of(
                """
                select coalesce(max(page_no) + 1, 0) from packet_page
                 where event_id = ? and source_video_key = ?
                """,
                eventId,
                key)
            .first(transaction, row -> row.getInt(1))
            .orElseThrow();
    return new PacketWriter(transaction, eventId, key, first);
  }

  /**
   * The packets around a stretch of a video, in decoding order: all that are shown in it, and
   * whatever is stored between them.
   *
   * @param from tick
   * @param to tick at which the stretch is over
   * @return empty if that is more than fits into memory
   */
  public Optional<List<Packet>> around(
      Connection connection, long eventId, long key, long from, long to) throws SQLException {
    List<byte[]> found =
        Sql.of(
                """
            with page as (
              select page_no, earliest_pts, latest_pts, packets from packet_page
               where event_id = ? and source_video_key = ?)
            select packets from page
             where page_no between (select min(page_no) from page where latest_pts >= ?)
                               and (select max(page_no) from page where earliest_pts < ?)
             order by page_no
             limit ?
            """,
                eventId,
                key,
                from,
                to,
                MOST_PAGES + 1)
            .list(connection, row -> row.getBytes(1));
    return found.size() > MOST_PAGES
        ? Optional.empty()
        : Optional.of(found.stream().map(PacketCodec::unpack).flatMap(List::stream).toList());
  }
}
