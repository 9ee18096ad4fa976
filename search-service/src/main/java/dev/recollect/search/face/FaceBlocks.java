package dev.recollect.search.face;

import com.pgvector.PGhalfvec;
import dev.recollect.kit.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The vectors of one model's faces in one event: a partition of {@code face_block}. A block holds
 * vectors of any photos of the event.
 *
 * <p>New vectors come in blocks of their own and need no lock. Taking a photo's vectors out and
 * packing both rewrite blocks that others may be about to rewrite, so they exclude each other by an
 * advisory lock on the partition.
 */
final class FaceBlocks {
  /** Bytes that a row of a page of 8 kB may have, less its header and fixed columns. */
  private static final int ROOM = 8_000;

  /** Bytes of a vector besides its values, and of the photo and face it belongs to. */
  private static final int BESIDES_VALUES = 8 + 16 + 2;

  private static final int MOST_IN_A_BLOCK = 16;

  /** Loose blocks that are worth packing. */
  private static final int MANY = 64;

  private final String partition;
  private final int capacity;

  /**
   * @param partition its name
   * @param dimension of the model's embeddings
   */
  FaceBlocks(String partition, int dimension) {
    this.partition = partition;
    this.capacity = capacity(dimension);
  }

  /** Vectors that fit into one block. */
  static int capacity(int dimension) {
    return Math.clamp(ROOM / (2 * dimension + BESIDES_VALUES), 1, MOST_IN_A_BLOCK);
  }

  /**
   * Adds a photo's vectors.
   *
   * @param embeddings by face number
   */
  void add(Connection transaction, FacesOfPhoto photo, List<float[]> embeddings)
      throws SQLException {
    String insert =
        """
        insert into face_block (embeddings, photo_ids, face_nos, loose, model_no, event_id)
        values (?::halfvec[], ?, ?, ?, ?, ?)
        """;
    try (PreparedStatement statement = transaction.prepareStatement(insert)) {
      for (int from = 0; from < embeddings.size(); from += capacity) {
        List<float[]> some = embeddings.subList(from, Math.min(from + capacity, embeddings.size()));
        Short[] faceNos = new Short[some.size()];
        int first = from;
        Arrays.setAll(faceNos, place -> (short) (first + place));
        statement.setString(1, literal(some));
        statement.setArray(
            2,
            transaction.createArrayOf(
                "uuid", Collections.nCopies(some.size(), photo.photoId()).toArray()));
        statement.setArray(3, transaction.createArrayOf("int2", faceNos));
        statement.setBoolean(4, some.size() < capacity);
        statement.setInt(5, photo.modelNo());
        statement.setLong(6, photo.eventId());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static String literal(List<float[]> embeddings) {
    return embeddings.stream()
        .map(embedding -> '"' + new PGhalfvec(embedding).getValue() + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Takes the vectors of photos out. */
  static void strike(Connection transaction, String partition, List<UUID> photoIds)
      throws SQLException {
    Sql.of("select pg_advisory_xact_lock(hashtextextended(?, 0))", partition).exists(transaction);
    Sql.of(
            """
            with struck as (delete from %1$s where photo_ids && ? returning *)
            insert into %1$s (embeddings, photo_ids, face_nos, loose, model_no, event_id)
            select array_agg(one.embedding order by one.place),
                   array_agg(one.photo_id order by one.place),
                   array_agg(one.face_no order by one.place), true, model_no, event_id
              from (select row_number() over () as block_no, * from struck) as block,
                   unnest(embeddings, photo_ids, face_nos)
                     with ordinality as one (embedding, photo_id, face_no, place)
             where one.photo_id <> all (?)
             group by block_no, model_no, event_id
            """
                .formatted(partition),
            photoIds,
            photoIds)
        .update(transaction);
  }

  /** Packs loose blocks if there are many and nobody else is at it. */
  void packIfMany(Connection transaction) throws SQLException {
    boolean many =
        Sql.of("select 1 from %s where loose offset ? limit 1".formatted(partition), MANY - 1)
            .exists(transaction);
    boolean mine =
        many
            && Sql.of("select 1 where pg_try_advisory_xact_lock(hashtextextended(?, 0))", partition)
                .exists(transaction);
    if (mine) {
      pack(transaction);
    }
  }

  /** Puts the vectors of loose blocks into full ones; the rest stays loose. */
  void pack(Connection transaction) throws SQLException {
    Sql.of(
            """
            with loosened as (delete from %1$s where loose returning *),
                 one as (
              select vector.*, model_no, event_id,
                     (row_number() over (order by vector.photo_id, vector.face_no) - 1) / %2$d as block_no
                from loosened,
                     unnest(embeddings, photo_ids, face_nos) as vector (embedding, photo_id, face_no))
            insert into %1$s (embeddings, photo_ids, face_nos, loose, model_no, event_id)
            select array_agg(embedding order by photo_id, face_no),
                   array_agg(photo_id order by photo_id, face_no),
                   array_agg(face_no order by photo_id, face_no), count(*) < %2$d, model_no, event_id
              from one group by block_no, model_no, event_id
            """
                .formatted(partition, capacity))
        .update(transaction);
  }

  /**
   * The exact scan. Its parameters are the embedding asked for and the greatest negative inner
   * product, inclusive. A block is opened only if its most similar vector is similar enough.
   */
  String scan() {
    String leastOfBlock =
        IntStream.rangeClosed(1, capacity)
            .mapToObj("block.embeddings[%d] <#> asked"::formatted)
            .collect(Collectors.joining(", ", "least(", ")"));
    return """
        select one.photo_id, one.face_no, -(one.embedding <#> asked)
          from (select ?::halfvec, ?::float8) as given (asked, greatest),
               %s as block,
               unnest(block.embeddings, block.photo_ids, block.face_nos)
                 as one (embedding, photo_id, face_no)
         where %s <= greatest and one.embedding <#> asked <= greatest
        """
        .formatted(partition, leastOfBlock);
  }

  /** A photo's vectors by face number. */
  static List<float[]> of(Connection connection, String partition, UUID photoId)
      throws SQLException {
    return Sql.of(
            """
            select one.embedding::text
              from %s, unnest(embeddings, photo_ids, face_nos) as one (embedding, photo_id, face_no)
             where photo_ids @> array[?::uuid] and one.photo_id = ? order by one.face_no
            """
                .formatted(partition),
            photoId,
            photoId)
        .list(connection, row -> new PGhalfvec(row.getString(1)).toArray());
  }
}
