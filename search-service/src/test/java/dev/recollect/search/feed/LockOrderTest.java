package dev.recollect.search.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.proto.library.v1.Change;
import dev.recollect.proto.library.v1.DeletedPhoto;
import dev.recollect.search.bib.StartLists;
import dev.recollect.search.testing.Gallery;
import dev.recollect.search.testing.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Those who change the same photos wait for each other, and never both. */
@QuarkusTest
class LockOrderTest extends ServiceTest {
  @Inject Gallery gallery;
  @Inject Database database;
  @Inject StartLists startLists;
  @Inject FeedPage page;

  private long event;
  private List<UUID> photos;

  @BeforeEach
  void openEvent() {
    event = gallery.open(peer, Gallery.event(Gallery.newEventId()).setBibPropagation(true).build());
    // As the database orders them.
    photos =
        Stream.generate(() -> gallery.indexed(event, null))
            .limit(2)
            .sorted(Comparator.comparing(UUID::toString))
            .toList();
    startLists.replace(event, Set.of("12"));
    for (UUID photo : photos) {
      gallery.read(event, photo, Gallery.reading("12", .9));
    }
    database.transact(
        transaction ->
            Sql.of("update work_item set state = 'done' where event_id = ?", event)
                .update(transaction));
  }

  @Test
  void aPhotoIsIndexedAgainWhileTheStartListIsReplaced() throws Exception {
    meanwhile(
        holder ->
            Sql.of("select 1 from start_list_entry where event_id = ? for update", event)
                .exists(holder),
        () -> startLists.replace(event, Set.of("123")),
        () -> gallery.read(event, photos.getLast(), Gallery.reading("12", .95)));

    assertThat(numbers()).containsExactly("123", "123");
  }

  @Test
  void aPhotoIsDeletedWhileTheStartListIsReplaced() throws Exception {
    meanwhile(
        holder ->
            Sql.of(
                    "select 1 from work_item where event_id = ? and item_id = ? for update",
                    event,
                    photos.getFirst())
                .exists(holder),
        () -> startLists.replace(event, Set.of("123")),
        () -> delete(photos.getLast()));

    assertThat(numbers()).containsExactly("123");
  }

  /** The second begins while the first is kept from going on; both are to come to an end. */
  private void meanwhile(Database.Work<Boolean> hold, Runnable first, Runnable second)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> both =
          database.transact(
              holder -> {
                assertThat(hold.on(holder)).isTrue();
                Future<?> one = threads.submit(first);
                awaitBlocked(holder, "? = any(pg_blocking_pids(one.pid))");
                Future<?> other = threads.submit(second);
                awaitBlocked(
                    holder,
                    "? = any(pg_blocking_pids(one.pid)) and one.pid = any(pg_blocking_pids(other.pid))");
                return List.of(one, other);
              });
      for (Future<?> each : both) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private void awaitBlocked(Connection holder, String condition) throws SQLException {
    int pid = Sql.of("select pg_backend_pid()").first(holder, row -> row.getInt(1)).orElseThrow();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                database.read(
                    connection ->
                        Sql.of(
                                "select 1 from pg_stat_activity one, pg_stat_activity other where "
                                    + condition,
                                pid)
                            .exists(connection)));
  }

  private void delete(UUID photo) {
    Change change =
        Change.newBuilder()
            .setDeletedPhoto(
                DeletedPhoto.newBuilder().setEventId(event).setPhotoId(photo.toString()))
            .build();
    database.transact(
        transaction -> {
          page.apply(transaction, List.of(change), 1);
          return null;
        });
  }

  private List<String> numbers() {
    return database.read(
        connection ->
            Sql.of("select number from bib_reading where event_id = ?", event)
                .list(connection, row -> row.getString(1)));
  }
}
