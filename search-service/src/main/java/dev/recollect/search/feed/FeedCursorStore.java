package dev.recollect.search.feed;

import dev.recollect.kit.sql.Sql;
import dev.recollect.proto.library.v1.Cursor;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** This service's place in the library's change feed. */
@ApplicationScoped
public class FeedCursorStore {

  /**
   * @param after empty to start from the beginning
   * @param generation of indexing, see {@link #rewind}
   */
  record Place(Optional<Cursor> after, int generation) {}

  /** Reads the place and keeps others from moving it until the transaction ends. */
  Place lock(Connection transaction) throws SQLException {
    return Sql.of(
            """
            select transaction_id, sequence_no, generation from feed_cursor
             where feed = 'library' for update
            """)
        .first(transaction, FeedCursorStore::read)
        .orElseThrow();
  }

  void move(Connection transaction, Cursor next) throws SQLException {
    Sql.of(
            "update feed_cursor set transaction_id = ?, sequence_no = ? where feed = 'library'",
            next.getTransaction(),
            next.getSequence())
        .update(transaction);
  }

  /** Back to the beginning, under a new generation: the replay indexes every photo again. */
  public void rewind(Connection transaction) throws SQLException {
    Sql.of(
            """
            update feed_cursor
               set transaction_id = null, sequence_no = null, generation = generation + 1
             where feed = 'library'
            """)
        .update(transaction);
  }

  private static Place read(ResultSet row) throws SQLException {
    long transaction = row.getLong(1);
    boolean beginning = row.wasNull();
    Cursor cursor =
        Cursor.newBuilder().setTransaction(transaction).setSequence(row.getLong(2)).build();
    return new Place(beginning ? Optional.empty() : Optional.of(cursor), row.getInt(3));
  }
}
