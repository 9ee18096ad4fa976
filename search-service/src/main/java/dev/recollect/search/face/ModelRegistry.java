package dev.recollect.search.face;

import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Numbers for the ids of face models, which are long, so that rows stay short. */
@ApplicationScoped
public class ModelRegistry {
  private final FacePartitions partitions;

  ModelRegistry(FacePartitions partitions) {
    this.partitions = partitions;
  }

  /**
   * The number of a face model. A new one gets its partitions, which hold vectors of {@code
   * dimension} only.
   *
   * @throws IllegalStateException when the id is known with another dimension
   */
  public int faceModel(Connection transaction, String modelId, int dimension) throws SQLException {
    partitions.lock(transaction);
    int modelNo = number(transaction, modelId, dimension);
    if (!FacePartitions.exists(transaction, FacePartitions.ofModel(modelNo))) {
      partitions.addModel(transaction, modelNo, dimension);
    }
    return modelNo;
  }

  /** Events that came before a face model and have no room for its faces yet. */
  public List<Long> unprepared(Connection connection, int modelNo) throws SQLException {
    return partitions.unprepared(connection, modelNo);
  }

  /** Notes that a photo was looked at under these models: others may not have seen it. */
  public void looked(Connection transaction, Collection<Integer> models) throws SQLException {
    Sql.of(
            """
            update model set coverage = 'behind'
             where coverage <> 'behind' and model_no <> all(?::int[])
            """,
            models)
        .update(transaction);
  }

  /**
   * Begins to look for photos that models have not seen, to be committed before the search. Who
   * looks at a photo meanwhile puts a model behind again; who was at it before is waited for by
   * whoever puts the photo in line.
   *
   * @return those that may have missed some, or whose catching up was broken off
   */
  public List<Integer> beginToCatchUp(Connection transaction, List<Integer> models)
      throws SQLException {
    return Sql.of(
            """
            update model set coverage = 'catching up'
             where coverage <> 'complete' and model_no = any(?::int[]) returning model_no
            """,
            models)
        .list(transaction, row -> row.getInt(1));
  }

  /** What the models had not seen when they began to catch up is in line. */
  public void caughtUp(Connection transaction, List<Integer> models) throws SQLException {
    Sql.of(
            """
            update model set coverage = 'complete'
             where coverage = 'catching up' and model_no = any(?::int[])
            """,
            models)
        .update(transaction);
  }

  /**
   * Forgets face models that no replica has used since; {@link FacePartitions#dropLeft} then drops
   * their vectors. The models go first: a replica that starts with one meanwhile has it, or waits
   * and gets it under a new number.
   *
   * @return how many
   */
  public int retire(Connection transaction, Instant unusedSince) throws SQLException {
    List<Integer> retired =
        Sql.of(
                """
                delete from model where seen_at < ? returning model_no
                """,
                unusedSince)
            .list(transaction, row -> row.getInt(1));
    if (retired.isEmpty()) {
      // Without an index by model, the tables are read from end to end.
      return 0;
    }
    for (String table : List.of("photo_index", "face")) {
      Sql.of("delete from %s where model_no = any(?::int[])".formatted(table), retired)
          .update(transaction);
    }
    return retired.size();
  }

  private static int number(Connection transaction, String modelId, int dimension)
      throws SQLException {
    // Not the insertion alone: it takes a number even where the model has one, and numbers are few.
    if (Sql.of("update model set seen_at = now() where model_id = ?", modelId).update(transaction)
        == 0) {
      Sql.of(
              "insert into model (model_id, dimension) values (?, ?) on conflict do nothing",
              modelId,
              dimension)
          .update(transaction);
    }
    return Sql.of(
            """
            select model_no from model
             where model_id = ? and dimension = ?
            """,
            modelId,
            dimension)
        .first(transaction, row -> row.getInt(1))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the model " + modelId + " is known with another dimension"));
  }
}
