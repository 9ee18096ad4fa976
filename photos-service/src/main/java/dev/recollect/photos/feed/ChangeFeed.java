package dev.recollect.photos.feed;

import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.events.Event;
import dev.recollect.photos.events.EventMessage;
import dev.recollect.photos.photo.Photo;
import dev.recollect.photos.photo.PhotoMessage;
import dev.recollect.photos.sql.Sql;
import dev.recollect.photos.videos.SourceVideoMessages;
import dev.recollect.proto.library.v1.Change;
import dev.recollect.proto.library.v1.Cursor;
import dev.recollect.proto.library.v1.DeletedEvent;
import dev.recollect.proto.library.v1.DeletedPhoto;
import dev.recollect.proto.library.v1.DeletedSourceVideo;
import dev.recollect.proto.library.v1.ListChangesResponse;
import dev.recollect.proto.library.v1.SourceVideo;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the feed in the order of its numbers, at a moment when no writer of changes is under way. A
 * transaction that drew its number early and commits late therefore holds back everything behind it
 * instead of appearing behind a cursor that has already passed. Transactions that change nothing in
 * the library do not matter, however long they run.
 */
@ApplicationScoped
public class ChangeFeed {
  private static final String ANY = "select exists (select from change where sequence > ?1)";

  /** Not one statement with {@link #PAGE}, which must see what it waited for. */
  private static final String SETTLE = "select settle_changes()";

  private static final String PAGE =
      """
      select sequence, event_id, photo_id, source_video_key
        from change where sequence > ?1 order by sequence limit ?2
      """;

  private final StorageConfig storage;

  ChangeFeed(StorageConfig storage) {
    this.storage = storage;
  }

  /**
   * The changes after a place in the feed, each with the present state of what changed. Empty, too,
   * while a writer of changes takes longer than about a second: asking again is all there is to do.
   *
   * @param limit 1-1000
   */
  Uni<ListChangesResponse> after(Cursor cursor, int limit) {
    long after = cursor.getSequence();
    return Panache.withSession(() -> Sql.value(Boolean.class, ANY, after))
        .chain(any -> any ? settledPage(after, limit) : Uni.createFrom().item(List.<ChangeRow>of()))
        .chain(
            rows ->
                Panache.withSession(() -> present(rows))
                    .map(subjects -> response(cursor, rows, subjects)));
  }

  /** In a transaction of its own, so that writers wait no longer than the rows take to read. */
  private static Uni<List<ChangeRow>> settledPage(long after, int limit) {
    return Panache.withTransaction(
        () ->
            Sql.value(Boolean.class, SETTLE)
                .chain(
                    settled ->
                        settled
                            ? Sql.rows(PAGE, after, limit).map(ChangeFeed::read)
                            : Uni.createFrom().item(List.of())));
  }

  private static List<ChangeRow> read(List<Object[]> rows) {
    return rows.stream()
        .map(row -> new ChangeRow((Long) row[0], (Long) row[1], (UUID) row[2], (Long) row[3]))
        .toList();
  }

  /** What still exists of the rows' subjects. */
  private record Subjects(
      Map<Long, Event> events, Map<UUID, Photo> photos, Map<VideoId, SourceVideo> videos) {}

  private record VideoId(long eventId, long key) {}

  private Uni<Subjects> present(List<ChangeRow> rows) {
    Set<Long> eventIds = distinct(rows, ChangeRow::eventId);
    Set<UUID> photoIds = distinct(rows, ChangeRow::photoId);
    Set<Long> videoKeys = distinct(rows, ChangeRow::videoKey);
    return eventIds.isEmpty()
        ? Uni.createFrom().item(new Subjects(Map.of(), Map.of(), Map.of()))
        : Event.listPresent(eventIds)
            .chain(
                events ->
                    photos(eventIds, photoIds)
                        .chain(
                            photos ->
                                videos(eventIds, videoKeys)
                                    .map(
                                        videos ->
                                            new Subjects(
                                                by(events, event -> event.eventId),
                                                by(photos, photo -> photo.photoId),
                                                by(videos, ChangeFeed::idOf)))));
  }

  private static Uni<List<Photo>> photos(Set<Long> eventIds, Set<UUID> photoIds) {
    return photoIds.isEmpty() ? Uni.createFrom().item(List.of()) : Photo.listIn(eventIds, photoIds);
  }

  private Uni<List<SourceVideo>> videos(Set<Long> eventIds, Set<Long> keys) {
    return keys.isEmpty()
        ? Uni.createFrom().item(List.of())
        : SourceVideoMessages.find(eventIds, keys, storage.originalsBucket());
  }

  private static VideoId idOf(SourceVideo video) {
    return new VideoId(video.getEventId(), video.getSourceVideoKey());
  }

  private static <T> Set<T> distinct(List<ChangeRow> rows, Function<ChangeRow, T> part) {
    return rows.stream().map(part).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  private static <K, V> Map<K, V> by(List<V> found, Function<V, K> key) {
    return found.stream().collect(Collectors.toMap(key, Function.identity()));
  }

  private ListChangesResponse response(Cursor before, List<ChangeRow> rows, Subjects subjects) {
    ListChangesResponse.Builder response = ListChangesResponse.newBuilder().setNext(before);
    for (ChangeRow row : rows) {
      response.addChanges(change(row, subjects));
      response.setNext(Cursor.newBuilder().setSequence(row.sequence()));
    }
    return response.build();
  }

  private Change change(ChangeRow row, Subjects subjects) {
    Event event = subjects.events().get(row.eventId());
    if (row.photoId() != null) {
      return photoChange(row, event == null ? null : subjects.photos().get(row.photoId()));
    }
    if (row.videoKey() != null) {
      return videoChange(row, subjects.videos().get(new VideoId(row.eventId(), row.videoKey())));
    }
    return event == null
        ? Change.newBuilder()
            .setDeletedEvent(DeletedEvent.newBuilder().setEventId(row.eventId()))
            .build()
        : Change.newBuilder().setEvent(EventMessage.of(event)).build();
  }

  private Change photoChange(ChangeRow row, @Nullable Photo photo) {
    return photo == null
        ? Change.newBuilder()
            .setDeletedPhoto(
                DeletedPhoto.newBuilder()
                    .setEventId(row.eventId())
                    .setPhotoId(row.photoId().toString()))
            .build()
        : Change.newBuilder().setPhoto(PhotoMessage.of(photo, storage.originalsBucket())).build();
  }

  private static Change videoChange(ChangeRow row, @Nullable SourceVideo video) {
    return video == null
        ? Change.newBuilder()
            .setDeletedSourceVideo(
                DeletedSourceVideo.newBuilder()
                    .setEventId(row.eventId())
                    .setSourceVideoKey(row.videoKey()))
            .build()
        : Change.newBuilder().setSourceVideo(video).build();
  }
}
