package dev.recollect.photos.feed;

import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recollect.photos.FirstRounds;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.proto.library.v1.Change;
import dev.recollect.proto.library.v1.Cursor;
import dev.recollect.proto.library.v1.LibraryService;
import dev.recollect.proto.library.v1.ListChangesRequest;
import dev.recollect.proto.library.v1.ListChangesResponse;
import io.agroal.api.AgroalDataSource;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@PhotosTest
class ChangeFeedTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String LAST_NUMBER = "select last_value from change_sequence";
  private static final String WAITING_WRITERS =
      """
      select count(*) from pg_locks
       where locktype = 'advisory' and mode = 'ShareLock' and not granted
         and database = (select oid from pg_database where datname = current_database())
      """;

  @GrpcClient("photos")
  LibraryService library;

  @Inject AgroalDataSource dataSource;

  @Test
  void aTransactionThatCommitsLateIsNotSkipped() throws SQLException {
    Cursor start = end();
    try (Connection early = transaction();
        Connection late = transaction()) {
      note(early, 900_001);
      note(late, 900_002);
      late.commit();

      // Changes of other tests' work may be in it.
      ListChangesResponse meanwhile = list(start, 100);
      assertThat(eventIds(meanwhile)).as("held back").doesNotContain(900_001L, 900_002L);

      early.commit();
      List<Long> seen = new ArrayList<>();
      Cursor[] cursor = {meanwhile.getNext()};
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                ListChangesResponse response = list(cursor[0], 1);
                cursor[0] = response.getNext();
                seen.addAll(eventIds(response));
                assertThat(seen).contains(900_001L, 900_002L);
              });
      assertThat(seen.stream().filter(id -> id == 900_001L || id == 900_002L))
          .containsExactly(900_001L, 900_002L);
    }
  }

  @Test
  void aTransactionThatChangesNothingInTheLibraryDelaysNothing() throws SQLException {
    Cursor start = end();
    try (Connection foreign = transaction();
        Statement write = foreign.createStatement()) {
      write.execute("create temporary table foreign_work (done int) on commit drop");
      write.execute("insert into foreign_work values (1)");
      try (Connection writer = transaction()) {
        note(writer, 900_005);
        writer.commit();
      }
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(eventIds(list(start, 100))).contains(900_005L));
      foreign.rollback();
    }
  }

  @Test
  void aNumberIsDrawnOnlyOnceNoReaderIsInTheWay() throws Exception {
    try (Connection reader = transaction();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      await().atMost(DEADLINE).until(() -> number(reader, "select settle_changes()::int") == 1);
      long last = number(reader, LAST_NUMBER);
      Future<Long> drawn =
          threads.submit(
              () -> {
                try (Connection writer = transaction()) {
                  long number =
                      number(
                          writer,
                          "insert into change (event_id) values (900006) returning sequence");
                  writer.commit();
                  return number;
                }
              });
      await().atMost(DEADLINE).until(() -> number(reader, WAITING_WRITERS) > 0);
      assertThat(number(reader, LAST_NUMBER)).isEqualTo(last);

      reader.rollback();
      assertThat(drawn.get(60, TimeUnit.SECONDS)).isGreaterThan(last);
    }
  }

  @Test
  void aRolledBackChangeIsNeverSeen() throws SQLException {
    Cursor start = end();
    try (Connection abandoned = transaction();
        Connection kept = transaction()) {
      note(abandoned, 900_003);
      note(kept, 900_004);
      abandoned.rollback();
      kept.commit();
    }
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(eventIds(list(start, 100))).contains(900_004L));
    assertThat(eventIds(list(start, 100))).doesNotContain(900_003L);
  }

  @Test
  void aChangeCarriesThePresentStateAndADeletedEventIsDeleted() {
    FirstRounds.awaitCompaction(dataSource);
    Cursor start = end();
    Organiser organiser = newOrganiser("Feed");
    long kept = organiser.newEvent("Kept");
    long gone = organiser.newEvent("Gone");
    organiser.change(kept, Map.of("face_threshold_percent", 40.5));
    organiser.request().delete("/api/v1/admin/events/{id}", gone).then().statusCode(200);

    List<Change> changes = new ArrayList<>();
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              changes.clear();
              list(start, 1000).getChangesList().stream()
                  .filter(change -> List.of(kept, gone).contains(eventId(change)))
                  .forEach(changes::add);
              assertThat(changes).hasSize(4);
            });
    assertThat(changes.get(0).getEvent().getFaceThresholdPercent()).isEqualTo(40.5);
    assertThat(changes.get(0).getEvent().getOrganisationId()).isEqualTo(organiser.organisationId());
    assertThat(changes.get(1).getDeletedEvent().getEventId()).isEqualTo(gone);
    assertThat(changes.get(2)).isEqualTo(changes.get(0));
    assertThat(changes.get(3)).isEqualTo(changes.get(1));
  }

  @Test
  void theEndOfTheFeedGivesTheCursorBack() {
    // Until other tests' work has come to rest.
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              Cursor end = end();
              ListChangesResponse nothing = list(end, 10);
              assertThat(nothing.getChangesList()).isEmpty();
              assertThat(nothing.getNext()).isEqualTo(end);
            });
  }

  @Test
  void aLimitOutOfRangeIsRefused() {
    for (int limit : new int[] {0, 1001}) {
      assertThatThrownBy(() -> list(Cursor.getDefaultInstance(), limit))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessage("INVALID_ARGUMENT: limit: must be 1-1000");
    }
  }

  private Cursor end() {
    Cursor cursor = Cursor.getDefaultInstance();
    while (true) {
      ListChangesResponse page = list(cursor, 1000);
      if (page.getChangesCount() == 0) {
        return cursor;
      }
      cursor = page.getNext();
    }
  }

  private ListChangesResponse list(Cursor after, int limit) {
    return library
        .listChanges(ListChangesRequest.newBuilder().setAfter(after).setLimit(limit).build())
        .await()
        .atMost(DEADLINE);
  }

  private static List<Long> eventIds(ListChangesResponse response) {
    return response.getChangesList().stream().map(ChangeFeedTest::eventId).toList();
  }

  private static long eventId(Change change) {
    return switch (change.getSubjectCase()) {
      case EVENT -> change.getEvent().getEventId();
      case PHOTO -> change.getPhoto().getEventId();
      case DELETED_PHOTO -> change.getDeletedPhoto().getEventId();
      case DELETED_EVENT -> change.getDeletedEvent().getEventId();
      case SOURCE_VIDEO -> change.getSourceVideo().getEventId();
      case DELETED_SOURCE_VIDEO -> change.getDeletedSourceVideo().getEventId();
      case SUBJECT_NOT_SET -> throw new AssertionError("a change without subject");
    };
  }

  private Connection transaction() throws SQLException {
    Connection connection = dataSource.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private static void note(Connection transaction, long eventId) throws SQLException {
    try (Statement insert = transaction.createStatement()) {
      insert.execute("insert into change (event_id) values (" + eventId + ")");
    }
  }

  private static long number(Connection transaction, String sql) throws SQLException {
    try (Statement statement = transaction.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
