package dev.recollect.clipping.library;

import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.sql.StoreException;
import dev.recollect.video.Packet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes down the packets of a video, page by page: memory does not grow with the video. Packets may
 * come on another thread than the one whose transaction it is, which does nothing with that
 * meanwhile; once it is closed, it takes no more.
 */
public final class PacketWriter implements Consumer<Packet>, AutoCloseable {
  /** Half a minute of most videos: about what a clip needs, and a few kilobytes. */
  private static final int PAGE = 1_000;

  private final Connection transaction;
  private final long eventId;
  private final long key;
  private final int first;
  private final List<Packet> page = new ArrayList<>(PAGE);
  private int next;
  private boolean closed;

  PacketWriter(Connection transaction, long eventId, long key, int first) {
    this.transaction = transaction;
    this.eventId = eventId;
    this.key = key;
    this.first = first;
    this.next = first;
  }

  /**
   * @throws StoreException if a page cannot be written
   */
  @Override
  public synchronized void accept(Packet packet) {
    if (closed) {
      throw new IllegalStateException("nobody waits for packets any more");
    }
    page.add(packet);
    if (page.size() == PAGE) {
      try {
        write();
      } catch (SQLException failure) {
        throw new StoreException(failure);
      }
    }
  }

  private void write() throws SQLException {
    Sql.of(
            """
            insert into packet_page (event_id, source_video_key, page_no, earliest_pts, latest_pts,
                                     packets)
            values (?, ?, ?, ?, ?, ?)
            """,
            eventId,
            key,
            next,
            page.stream().mapToLong(Packet::pts).min().orElseThrow(),
            page.stream().mapToLong(Packet::pts).max().orElseThrow(),
            PacketCodec.pack(page))
        .update(transaction);
    page.clear();
    next++;
  }

  /** These were all: they take the place of what was known. */
  public synchronized void finish() throws SQLException {
    if (!page.isEmpty()) {
      write();
    }
    remove("page_no < ?");
  }

  /** What was written is not wanted, and nothing more is. */
  public synchronized void discard() throws SQLException {
    closed = true;
    remove("page_no >= ?");
  }

  private void remove(String pages) throws SQLException {
    Sql.of(
            "delete from packet_page where event_id = ? and source_video_key = ? and " + pages,
            eventId,
            key,
            first)
        .update(transaction);
  }

  /** Waits for a packet that is just being taken down. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
