package dev.recollect.search.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.search.testing.Gallery;
import dev.recollect.vision.Box;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link FaceIndex} does; an implementation's test inherits it. */
abstract class FaceIndexContract {
  private static final Box BOX = new Box(.1, .2, .3, .4);

  /** The index under test. */
  abstract FaceIndex index();

  /** A new connection, auto-commit on. */
  abstract Connection connect() throws SQLException;

  /** The number of a model of a dimension, known to the index. */
  abstract int model(String id, int dimension) throws SQLException;

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T transact(Work<T> work) throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      T result = work.on(connection);
      connection.commit();
      return result;
    }
  }

  private void store(int model, long event, UUID photo, float[]... faces) throws SQLException {
    transact(
        connection -> {
          index().prepare(connection, event);
          index()
              .replace(
                  connection,
                  new FacesOfPhoto(
                      event,
                      photo,
                      model,
                      List.of(faces).stream()
                          .map(face -> new IndexedFace(BOX, .9, false, face))
                          .toList()));
          return null;
        });
  }

  private List<FaceMatch> matches(int model, long event, float[] face, double cosine)
      throws SQLException {
    return transact(connection -> index().matches(connection, event, model, face, cosine));
  }

  @Test
  void everyFaceAtOrAboveTheThresholdIsFoundAmongTwoHundredOtherEvents() throws SQLException {
    int model = model("recall", 512);
    long event = 5000;
    float[] asked = Gallery.face(1);
    for (long other = 5001; other <= 5200; other++) {
      store(model, other, UUID.randomUUID(), asked, Gallery.face(other));
    }
    Random random = new Random(3);
    List<float[]> stored = new ArrayList<>();
    List<UUID> photos = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      float[][] faces = {
        Gallery.similar(asked, random.nextDouble(), 10_000 + i), Gallery.face(20_000 + i)
      };
      UUID photo = UUID.randomUUID();
      store(model, event, photo, faces);
      for (float[] face : faces) {
        stored.add(face);
        photos.add(photo);
      }
    }

    for (double cosine : new double[] {.2, .42, .573, .95}) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < stored.size(); i++) {
        if (halfPrecisionDot(asked, stored.get(i)) >= cosine) {
          expected.add(photos.get(i) + "/" + i % 2);
        }
      }
      assertThat(matches(model, event, asked, cosine))
          .as("cosine %s", cosine)
          .extracting(match -> match.photoId() + "/" + match.faceNo())
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(expected).as("the case proves something").hasSizeGreaterThan(5);
    }
  }

  /** Both sides are rounded to half precision, as they are stored and asked. */
  private static double halfPrecisionDot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum +=
          Float.float16ToFloat(Float.floatToFloat16(a[i]))
              * Float.float16ToFloat(Float.floatToFloat16(b[i]));
    }
    return sum;
  }

  @Test
  void theSimilarityIsTheCosine() throws SQLException {
    int model = model("cosine", 512);
    float[] face = Gallery.face(1);
    UUID photo = UUID.randomUUID();
    store(model, 5301, photo, Gallery.face(2), Gallery.similar(face, .7, 3));

    List<FaceMatch> found = matches(model, 5301, face, .5);

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().photoId()).isEqualTo(photo);
    assertThat(found.getFirst().faceNo()).isEqualTo(1);
    assertThat(found.getFirst().similarity()).isBetween(.699, .701);
  }

  @Test
  void vectorsOfTwoModelsNeverMeet() throws SQLException {
    int one = model("one", 512);
    int other = model("other", 512);
    float[] face = Gallery.face(1);
    UUID photo = UUID.randomUUID();
    store(one, 5302, photo, face);
    store(other, 5302, photo, Gallery.face(2));

    assertThat(matches(one, 5302, face, .9)).hasSize(1);
    assertThat(matches(other, 5302, face, .9)).isEmpty();
  }

  @Test
  void aVectorOfAnotherDimensionIsRefused() throws SQLException {
    int model = model("small", 128);
    assertThatThrownBy(() -> store(model, 5303, UUID.randomUUID(), Gallery.face(1)))
        .isInstanceOf(SQLException.class);
    assertThat(matches(model, 5303, new float[128], -1)).isEmpty();
  }

  @Test
  void facesAreReplacedAndRemovedWithTheirPhoto() throws SQLException {
    int model = model("replace", 512);
    float[] face = Gallery.face(1);
    UUID photo = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    store(model, 5304, photo, face, face);
    store(model, 5304, other, face);
    store(model, 5304, photo, face);
    assertThat(matches(model, 5304, face, .9))
        .extracting(FaceMatch::photoId)
        .containsExactlyInAnyOrder(photo, other);
    List<float[]> embeddings = transact(c -> index().embeddings(c, 5304, photo, model));
    assertThat(embeddings).hasSize(1);

    transact(
        connection -> {
          index().remove(connection, 5304, List.of(photo));
          return null;
        });
    assertThat(matches(model, 5304, face, .9))
        .extracting(FaceMatch::photoId)
        .containsExactly(other);

    transact(
        connection -> {
          index().removeEvent(connection, 5304);
          return null;
        });
    assertThat(matches(model, 5304, face, .9)).isEmpty();
  }

  @Test
  void whatIsRolledBackWasNeverThere() throws SQLException {
    int model = model("rollback", 512);
    float[] face = Gallery.face(1);
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      index().prepare(connection, 5305);
      index()
          .replace(
              connection,
              new FacesOfPhoto(
                  5305, UUID.randomUUID(), model, List.of(new IndexedFace(BOX, .9, false, face))));
      connection.rollback();
    }
    store(model, 5305, UUID.randomUUID(), Gallery.face(2));
    assertThat(matches(model, 5305, face, .5)).isEmpty();
  }

  @Test
  void manyMayPrepareOneEventAtOnce() throws Exception {
    int model = model("race", 512);
    float[] face = Gallery.face(1);
    List<Callable<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      writers.add(
          () -> {
            store(model, 5306, UUID.randomUUID(), face);
            return null;
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    }
    assertThat(matches(model, 5306, face, .9)).hasSize(8);
  }
}
