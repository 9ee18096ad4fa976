package dev.recollect.kit.feed;

import dev.recollect.proto.library.v1.Change;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a service makes of the library's changes: one CDI bean of a service that follows them. */
public interface FeedConsumer {

  /**
   * Takes a page over, within the transaction that also moves the place in the feed. Applying a
   * page twice must do nothing the second time.
   *
   * @param generation a higher one than a subject was last seen under puts it in line for work
   *     again, see {@link FeedCursorStore#rewind}
   */
  void apply(Connection transaction, List<Change> changes, int generation) throws SQLException;
}
