package dev.recollect.search.face;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * The faces of events, searched exactly: every face at or above a similarity is found, none is left
 * out for speed. Faces of two models never meet. Safe for use by many threads; calls block.
 *
 * <p>Writing goes through the caller's transaction. A faster tier may stand in front of {@link
 * #matches} as long as it keeps this contract.
 */
public interface FaceIndex {

  /** Makes room for an event's faces; any number of transactions may do so at once. */
  void prepare(Connection transaction, long eventId) throws SQLException;

  /** Puts the faces of a photo in place of those it had under the same model. */
  void replace(Connection transaction, FacesOfPhoto photo) throws SQLException;

  /** Forgets the faces of photos, under every model. */
  void remove(Connection transaction, long eventId, List<UUID> photoIds) throws SQLException;

  /** Forgets all faces of an event, under every model. */
  void removeEvent(Connection transaction, long eventId) throws SQLException;

  /** The stored vectors of a photo's faces by face number; empty when it has none. */
  List<float[]> embeddings(Connection connection, long eventId, UUID photoId, int modelNo)
      throws SQLException;

  /**
   * Every face of an event that is similar enough, in no particular order.
   *
   * @param modelNo the model that made {@code embedding}
   * @param embedding of length 1
   * @param minimumCosine inclusive, -1 to 1; compared with the similarity of the stored, half
   *     precision vector
   */
  List<FaceMatch> matches(
      Connection connection, long eventId, int modelNo, float[] embedding, double minimumCosine)
      throws SQLException;
}
