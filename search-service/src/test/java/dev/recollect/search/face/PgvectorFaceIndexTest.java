package dev.recollect.search.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.testing.ServiceTest;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PgvectorFaceIndexTest extends ServiceTest {
  @Inject AgroalDataSource dataSource;
  @Inject Database database;
  @Inject PgvectorFaceIndex index;
  @Inject ModelRegistry registry;
  @Inject FacePartitions partitions;

  @Nested
  class Contract extends FaceIndexContract {
    @Override
    FaceIndex index() {
      return index;
    }

    @Override
    Connection connect() throws SQLException {
      return dataSource.getConnection();
    }

    @Override
    int model(String id, int dimension) {
      return database.transact(
          transaction -> registry.faceModel(transaction, "contract-" + id, dimension));
    }
  }

  @Test
  void anEventsRowsLieInPagesOfTheirOwnSevenToAPage() throws SQLException {
    int model = database.transact(t -> registry.faceModel(t, "layout", 512));
    database.transact(
        t -> {
          index.prepare(t, 6001);
          Sql.of(
                  """
                  insert into face select array_fill(0.1::real, array[512])::vector::halfvec, %d, 1, false, 1, 6001, gen_random_uuid(), 0, 0, 1, 1
                    from generate_series(1, 700)
                  """
                      .formatted(model))
              .update(t);
          return null;
        });

    List<Long> pages =
        database.read(
            c ->
                Sql.of("select pg_relation_size('face_m" + model + "_e6001') / 8192")
                    .list(c, row -> row.getLong(1)));
    assertThat(pages).containsExactly(100L);
  }

  @Test
  void partitionsOfEventsThatAreGoneAreDropped() {
    int model = database.transact(t -> registry.faceModel(t, "left", 512));
    database.transact(
        t -> {
          index.prepare(t, 6002);
          Sql.of("insert into event (event_id) values (6003)").update(t);
          index.prepare(t, 6003);
          return null;
        });

    while (database.transact(partitions::dropLeft)) {
      // The next one.
    }

    List<String> left =
        database.read(
            c ->
                Sql.of(
                        "select relname from pg_class where relname like ? and relkind = 'r'",
                        "face\\_m" + model + "\\_e%")
                    .list(c, row -> row.getString(1)));
    assertThat(left).containsExactly("face_m" + model + "_e6003");
  }
}
