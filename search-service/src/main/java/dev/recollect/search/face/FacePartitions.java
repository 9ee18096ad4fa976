package dev.recollect.search.face;

import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The partitions of table {@code face_block}: one per model, divided into one per event. They are
 * made as plain tables and then attached, which, unlike {@code create table ... partition of}, does
 * not wait for the searches under way nor hold up others.
 */
@ApplicationScoped
public class FacePartitions {
  /** Serialises whoever makes partitions; an arbitrary constant of this service. */
  private static final long LOCK = 0x7265636f_66616365L;

  /** Partitions without a model or an event; those of events before those of models. */
  private static final String LEFT =
      """
      with partition as (
        select c.relname, regexp_match(c.relname, '^face_block_m(\\d+)(?:_e(\\d+))?$') as part
          from pg_partition_tree('face_block') t join pg_class c on c.oid = t.relid where t.level > 0)
      select relname from partition
       where not exists (select 1 from model where model_no = part[1]::int)
          or part[2] is not null and not exists (select 1 from event where event_id = part[2]::bigint)
       order by part[2] is null
       limit 1
      """;

  /** Makes the event's partition under every known model; a no-op where it exists. */
  public void ensure(Connection transaction, long eventId) throws SQLException {
    for (int modelNo : models(transaction)) {
      if (!exists(transaction, ofEvent(modelNo, eventId))) {
        lock(transaction);
        if (!exists(transaction, ofEvent(modelNo, eventId))) {
          attachEvent(transaction, modelNo, eventId);
        }
      }
    }
  }

  /** Events that have no partition under a model; empty once every event is prepared. */
  List<Long> unprepared(Connection connection, int modelNo) throws SQLException {
    return Sql.of(
            """
            select event_id from event
             where not exists (
               select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relname = ? || event_id and n.nspname = current_schema())
             order by event_id
            """,
            ofModel(modelNo) + "_e")
        .list(connection, row -> row.getLong(1));
  }

  /**
   * Makes the partition of a new model.
   *
   * @param dimension of its embeddings
   */
  void addModel(Connection transaction, int modelNo, int dimension) throws SQLException {
    String table = ofModel(modelNo);
    try (Statement statement = transaction.createStatement()) {
      statement.execute(
          """
          create table %1$s (like face_block including all, check (all_of_dimension(embeddings, %2$d)))
            partition by list (event_id);
          alter table face_block attach partition %1$s for values in (%3$d)
          """
              .formatted(table, dimension, modelNo));
    }
  }

  /** Gives an event's space back at once; its empty partitions are dropped by {@link #dropLeft}. */
  void empty(Connection transaction, long eventId) throws SQLException {
    for (String partition : ofEvent(transaction, eventId)) {
      try (Statement statement = transaction.createStatement()) {
        statement.execute("truncate " + partition);
      }
    }
  }

  /** The event's partitions, one per model that has seen it. */
  static List<String> ofEvent(Connection connection, long eventId) throws SQLException {
    List<String> partitions = new ArrayList<>();
    for (int modelNo : models(connection)) {
      if (exists(connection, ofEvent(modelNo, eventId))) {
        partitions.add(ofEvent(modelNo, eventId));
      }
    }
    return partitions;
  }

  /**
   * Drops one partition whose event or model is gone; false when there is none. Dropping holds up
   * every search for a moment, so it is done one by one and gives way when it would have to wait.
   */
  public boolean dropLeft(Connection transaction) throws SQLException {
    Optional<String> left = Sql.of(LEFT).first(transaction, row -> row.getString(1));
    if (left.isEmpty()) {
      return false;
    }
    try (Statement statement = transaction.createStatement()) {
      statement.execute("set local lock_timeout = '1s'");
      statement.execute("drop table " + left.get());
    }
    return true;
  }

  /** Held until the transaction ends. */
  void lock(Connection transaction) throws SQLException {
    Sql.of("select pg_advisory_xact_lock(?)", LOCK).exists(transaction);
  }

  private static void attachEvent(Connection transaction, int modelNo, long eventId)
      throws SQLException {
    try (Statement statement = transaction.createStatement()) {
      statement.execute(
          """
          create table %1$s (like %2$s including all);
          alter table %2$s attach partition %1$s for values in (%3$d)
          """
              .formatted(ofEvent(modelNo, eventId), ofModel(modelNo), eventId));
    }
  }

  private static List<Integer> models(Connection connection) throws SQLException {
    return Sql.of("select model_no from model order by model_no")
        .list(connection, row -> row.getInt(1));
  }

  /**
   * Asks the catalogue's table: {@code to_regclass} would answer from a cache that does not hear of
   * other transactions while this one waits for the lock.
   */
  static boolean exists(Connection connection, String table) throws SQLException {
    return Sql.of(
            """
            select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relname = ? and n.nspname = current_schema()
            """,
            table)
        .exists(connection);
  }

  static String ofModel(int modelNo) {
    return "face_block_m" + modelNo;
  }

  static String ofEvent(int modelNo, long eventId) {
    return "face_block_m" + modelNo + "_e" + eventId;
  }
}
