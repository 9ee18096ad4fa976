package dev.recollect.search.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.models.ModelUse;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.sql.StoreException;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import dev.recollect.vision.Box;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PgvectorFaceIndexTest extends ServiceTest {
  @Inject AgroalDataSource dataSource;
  @Inject Database database;
  @Inject PgvectorFaceIndex index;
  @Inject ModelRegistry registry;
  @Inject FacePartitions partitions;
  @Inject FaceModels models;
  @Inject ModelUse use;

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
  void anEventsVectorsLieInPagesOfTheirOwnSevenToAPage() {
    int model = database.transact(t -> registry.faceModel(t, "layout", 512));
    String partition = FacePartitions.ofEvent(model, 6001);
    database.transact(
        t -> {
          index.prepare(t, 6001);
          FacesOfPhoto photo = new FacesOfPhoto(6001, UUID.randomUUID(), model, List.of());
          new FaceBlocks(partition, 512).add(t, photo, Collections.nCopies(700, Gallery.face(1)));
          return null;
        });

    assertThat(number("select pg_relation_size('" + partition + "') / 8192")).isEqualTo(100);
  }

  @Test
  void whoeverFindsManyLooseBlocksPacksThemAndNothingIsLost() {
    int model = database.transact(t -> registry.faceModel(t, "packing", 512));
    String partition = FacePartitions.ofEvent(model, 6004);
    Map<UUID, Integer> faces = new HashMap<>();
    float[] face = Gallery.face(1);
    for (int i = 0; i < 64; i++) {
      UUID photo = UUID.randomUUID();
      faces.put(photo, 1 + i % 3);
      store(model, 6004, photo, Collections.nCopies(1 + i % 3, face));
    }

    int vectors = faces.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(number("select count(*) from " + partition)).isEqualTo((vectors + 6) / 7);
    assertThat(number("select count(*) from " + partition + " where loose")).isEqualTo(1);
    List<FaceMatch> found = database.transact(t -> index.matches(t, 6004, model, face, .99));
    Map<UUID, Integer> seen = new HashMap<>();
    found.forEach(match -> seen.merge(match.photoId(), 1, Integer::sum));
    assertThat(seen).isEqualTo(faces);

    UUID gone = faces.keySet().iterator().next();
    faces.remove(gone);
    database.transact(
        t -> {
          index.remove(t, 6004, List.of(gone));
          return null;
        });
    seen.clear();
    database
        .transact(t -> index.matches(t, 6004, model, face, .99))
        .forEach(match -> seen.merge(match.photoId(), 1, Integer::sum));
    assertThat(seen).isEqualTo(faces);
  }

  @Test
  void photosLeaveOnePackedBlockSideBySide() throws Exception {
    int model = database.transact(t -> registry.faceModel(t, "leaving", 512));
    float[] face = Gallery.face(1);
    List<UUID> photos = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      UUID photo = UUID.randomUUID();
      photos.add(photo);
      store(model, 6005, photo, List.of(face));
    }

    List<Callable<Void>> removals = new ArrayList<>();
    for (UUID photo : photos.subList(0, 63)) {
      removals.add(
          () ->
              database.transact(
                  t -> {
                    index.remove(t, 6005, List.of(photo));
                    return null;
                  }));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Void> removal : threads.invokeAll(removals)) {
        removal.get();
      }
    }

    List<FaceMatch> left = database.transact(t -> index.matches(t, 6005, model, face, .99));
    assertThat(left).extracting(FaceMatch::photoId).containsExactly(photos.getLast());
  }

  private void store(int model, long event, UUID photo, List<float[]> embeddings) {
    List<IndexedFace> faces =
        embeddings.stream()
            .map(embedding -> new IndexedFace(new Box(0, 0, 1, 1), .9, false, embedding))
            .toList();
    database.transact(
        t -> {
          index.prepare(t, event);
          index.replace(t, new FacesOfPhoto(event, photo, model, faces));
          return null;
        });
  }

  private long number(String query) {
    return database.read(c -> Sql.of(query).list(c, row -> row.getLong(1))).getFirst();
  }

  @Test
  void aDumpCanBeRestoredWithoutASearchPath() {
    int model = database.transact(t -> registry.faceModel(t, "restored", 512));
    store(model, 6006, UUID.randomUUID(), List.of(Gallery.face(1)));
    String partition = FacePartitions.ofEvent(model, 6006);

    int restored =
        database.transact(
            t -> {
              String schema =
                  Sql.of("select current_schema()").first(t, row -> row.getString(1)).orElseThrow();
              // As pg_restore copies rows: the check of the dimension runs with nothing in sight.
              Sql.of("set local search_path to ''").update(t);
              return Sql.of(
                      "insert into %1$s.%2$s select * from %1$s.%2$s".formatted(schema, partition))
                  .update(t);
            });

    assertThat(restored).isEqualTo(1);
  }

  @Test
  void aModelKeepsItsNumberAndDrawsNoneInVain() {
    int first = database.transact(t -> registry.faceModel(t, "numbered-1", 512));
    for (int start = 0; start < 5; start++) {
      assertThat(database.<Integer>transact(t -> registry.faceModel(t, "numbered-1", 512)))
          .isEqualTo(first);
    }
    assertThat(database.<Integer>transact(t -> registry.faceModel(t, "numbered-2", 512)))
        .isEqualTo(first + 1);
  }

  @Test
  void aModelThatAReplicaStartsWithIsInUseAgainAndOneThatNobodyUsesGoes() {
    int unused = database.transact(t -> registry.faceModel(t, "unused", 512));
    int again = database.transact(t -> registry.faceModel(t, "again", 512));
    List<Integer> old = List.of(unused, again);
    for (int modelNo : old) {
      store(modelNo, 6008, UUID.randomUUID(), List.of(Gallery.face(1)));
    }
    Instant weekAgo = Instant.now().minus(Duration.ofDays(7));
    // In one transaction: the service's own retirement must not come in between.
    database.transact(
        t -> {
          Sql.of("update model set seen_at = now() - interval '8 d' where model_no = any(?)", old)
              .update(t);
          assertThat(registry.faceModel(t, "again", 512)).isEqualTo(again);
          assertThat(registry.retire(t, weekAgo)).isEqualTo(1);
          return null;
        });

    assertThat(number("select count(*) from model where model_no = " + unused)).isZero();
    assertThat(number("select count(*) from face where model_no = " + unused)).isZero();
    assertThat(number("select count(*) from face where model_no = " + again)).isEqualTo(1);
  }

  @Test
  void aReplicaSaysWhichModelsItUses() {
    int serving = models.serving().modelNo();
    int other = database.transact(t -> registry.faceModel(t, "of another replica", 512));
    database.transact(
        t ->
            Sql.of(
                    "update model set seen_at = now() - interval '6 d' where model_no = any(?)",
                    List.of(serving, other))
                .update(t));

    use.announce(models.numbers());

    assertThat(
            number(
                "select count(*) from model where seen_at > now() - interval '5 d' and model_no = "
                    + serving))
        .isEqualTo(1);
    assertThat(
            number(
                "select count(*) from model where seen_at > now() - interval '5 d' and model_no = "
                    + other))
        .isZero();
  }

  @Test
  void anEventThatIsNotPreparedForANewModelIsNotThePhotosFault() {
    database.transact(
        t -> {
          Sql.of("insert into event (event_id) values (6007)").update(t);
          return null;
        });
    int model = database.transact(t -> registry.faceModel(t, "newer", 512));
    List<Long> unprepared = database.read(c -> registry.unprepared(c, model));

    assertThat(unprepared).contains(6007L);
    assertThatThrownBy(
            () ->
                database.transact(
                    t -> {
                      index.replace(
                          t,
                          new FacesOfPhoto(
                              6007,
                              UUID.randomUUID(),
                              model,
                              List.of(
                                  new IndexedFace(
                                      new Box(0, 0, 1, 1), .9, false, Gallery.face(1)))));
                      return null;
                    }))
        .isInstanceOfSatisfying(
            RecollectException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE));

    store(model, 6007, UUID.randomUUID(), List.of(Gallery.face(1)));
    assertThat(database.<List<Long>>read(c -> registry.unprepared(c, model))).doesNotContain(6007L);
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

    // It gives way to work of other tests that holds a partition, and is tried again later.
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(StoreException.class)
        .until(() -> !database.transact(partitions::dropLeft));

    List<String> left =
        database.read(
            c ->
                Sql.of(
                        "select relname from pg_class where relname like ? and relkind = 'r'",
                        "face\\_block\\_m" + model + "\\_e%")
                    .list(c, row -> row.getString(1)));
    assertThat(left).containsExactly("face_block_m" + model + "_e6003");
  }
}
