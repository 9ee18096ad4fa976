package dev.recollect.kit.feed;

import dev.recollect.kit.sql.Sql;
import dev.recollect.proto.library.v1.Cursor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A service's place in the library's change feed, in its table {@code feed_cursor}. */
@ApplicationScoped
public class FeedCursorStore {

  /**
   * @param after the empty message to start from the beginning
   * @param generation see {@link #rewind}
   */
  record Place(Cursor after, int generation) {}

  /** Reads the place and keeps others from moving it until the transaction ends. */
  Place lock(Connection transaction) throws SQLException {
    return Sql.of("select sequence, generation from feed_cursor where feed = 'library' for update")
        .first(transaction, FeedCursorStore::read)
        .orElseThrow();
  }

  void move(Connection transaction, Cursor next) throws SQLException {
    Sql.of("update feed_cursor set sequence = ? where feed = 'library'", next.getSequence())
        .update(transaction);
  }

  /**
   * Back to the beginning, under a new generation: the replay puts every subject in line for work
   * again.
   */
  public void rewind(Connection transaction) throws SQLException {
    Sql.of(
            """
            update feed_cursor set sequence = 0, generation = generation + 1 where feed = 'library'
            """)
        .update(transaction);
  }

  private static Place read(ResultSet row) throws SQLException {
    return new Place(Cursor.newBuilder().setSequence(row.getLong(1)).build(), row.getInt(2));
  }
}
