package dev.recollect.search.face;

import com.pgvector.PGhalfvec;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Faces in pgvector, half precision. A search reads the event's partition from end to end and
 * filters by similarity: no index, no limit, so nothing can be missing. Vectors have length 1,
 * which makes the inner product the cosine and saves the scan two of three sums.
 */
@ApplicationScoped
public class PgvectorFaceIndex implements FaceIndex {
  private static final String INSERT =
      """
      insert into face (model_no, event_id, photo_id, face_no, low_quality, confidence,
                        x, y, width, height)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final FacePartitions partitions;
  private final String settings;

  PgvectorFaceIndex(FacePartitions partitions, FaceIndexConfig config) {
    this.partitions = partitions;
    // The planner knows neither how selective the filter is nor what a distance costs, so it is
    // told that workers are free; compiling the plan would cost more than it gains. Both go with
    // the query, in one round trip.
    this.settings =
        """
        select set_config('max_parallel_workers_per_gather', '%d', true),
               set_config('parallel_setup_cost', '0', true),
               set_config('parallel_tuple_cost', '0', true),
               set_config('jit', 'off', true);
        """
            .formatted(config.parallelWorkers());
  }

  @Override
  public void prepare(Connection transaction, long eventId) throws SQLException {
    partitions.ensure(transaction, eventId);
  }

  @Override
  public void replace(Connection transaction, FacesOfPhoto photo) throws SQLException {
    String partition = FacePartitions.ofEvent(photo.modelNo(), photo.eventId());
    int replaced =
        Sql.of(
                "delete from face where model_no = ? and event_id = ? and photo_id = ?",
                photo.modelNo(),
                photo.eventId(),
                photo.photoId())
            .update(transaction);
    if (replaced > 0) {
      FaceBlocks.strike(transaction, partition, List.of(photo.photoId()));
    }
    if (photo.faces().isEmpty()) {
      return;
    }
    if (!FacePartitions.exists(transaction, partition)) {
      // A model that another replica has just brought; not the photo's fault.
      throw new RecollectException(
          ErrorCode.UNAVAILABLE, "The event is not prepared for this face model yet");
    }
    insert(transaction, photo);
    List<float[]> embeddings = photo.faces().stream().map(IndexedFace::embedding).toList();
    FaceBlocks blocks = new FaceBlocks(partition, embeddings.getFirst().length);
    blocks.add(transaction, photo, embeddings);
    blocks.packIfMany(transaction);
  }

  private static void insert(Connection transaction, FacesOfPhoto photo) throws SQLException {
    try (PreparedStatement insert = transaction.prepareStatement(INSERT)) {
      for (int no = 0; no < photo.faces().size(); no++) {
        IndexedFace face = photo.faces().get(no);
        insert.setInt(1, photo.modelNo());
        insert.setLong(2, photo.eventId());
        insert.setObject(3, photo.photoId());
        insert.setInt(4, no);
        insert.setBoolean(5, face.lowQuality());
        insert.setFloat(6, (float) face.confidence());
        insert.setFloat(7, (float) face.box().x());
        insert.setFloat(8, (float) face.box().y());
        insert.setFloat(9, (float) face.box().width());
        insert.setFloat(10, (float) face.box().height());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  @Override
  public void remove(Connection transaction, long eventId, List<UUID> photoIds)
      throws SQLException {
    int removed =
        Sql.of("delete from face where event_id = ? and photo_id = any(?)", eventId, photoIds)
            .update(transaction);
    if (removed > 0) {
      for (String partition : FacePartitions.ofEvent(transaction, eventId)) {
        FaceBlocks.strike(transaction, partition, photoIds);
      }
    }
  }

  @Override
  public void removeEvent(Connection transaction, long eventId) throws SQLException {
    Sql.of("delete from face where event_id = ?", eventId).update(transaction);
    partitions.empty(transaction, eventId);
  }

  @Override
  public List<float[]> embeddings(Connection connection, long eventId, UUID photoId, int modelNo)
      throws SQLException {
    String partition = FacePartitions.ofEvent(modelNo, eventId);
    return FacePartitions.exists(connection, partition)
        ? FaceBlocks.of(connection, partition, photoId)
        : List.of();
  }

  @Override
  public List<FaceMatch> matches(
      Connection connection, long eventId, int modelNo, float[] embedding, double minimumCosine)
      throws SQLException {
    // The partition by its name: asked through the table, every row would be compared with its own
    // model and event.
    String partition = FacePartitions.ofEvent(modelNo, eventId);
    if (!FacePartitions.exists(connection, partition)) {
      return List.of();
    }
    FaceBlocks blocks = new FaceBlocks(partition, embedding.length);
    boolean ownTransaction = connection.getAutoCommit();
    if (ownTransaction) {
      connection.setAutoCommit(false);
    }
    try (PreparedStatement statement = connection.prepareStatement(settings + blocks.scan())) {
      statement.setObject(1, new PGhalfvec(embedding));
      statement.setDouble(2, -minimumCosine);
      statement.execute();
      statement.getMoreResults();
      return read(statement.getResultSet());
    } finally {
      if (ownTransaction) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static List<FaceMatch> read(ResultSet rows) throws SQLException {
    List<FaceMatch> matches = new ArrayList<>();
    while (rows.next()) {
      matches.add(new FaceMatch(rows.getObject(1, UUID.class), rows.getInt(2), rows.getDouble(3)));
    }
    return matches;
  }
}
