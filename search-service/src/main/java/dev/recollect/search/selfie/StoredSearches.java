package dev.recollect.search.selfie;

import com.pgvector.PGhalfvec;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.face.FaceMatch;
import dev.recollect.search.face.SearchedFaces;
import dev.recollect.search.gallery.PhotoPage;
import dev.recollect.search.library.EventStore;
import dev.recollect.search.library.LibraryPhoto;
import dev.recollect.search.library.PhotoStore;
import dev.recollect.vision.FaceEmbedding;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Selfie searches with their results. The photos of a search carry ranks 1, 2, 3, ... without gaps,
 * so a page costs what it shows, however far back it is.
 */
@ApplicationScoped
public class StoredSearches {
  /**
   * Every photo once, by its most similar face; best first, then as the gallery goes. One statement
   * for a search and its results, since somebody waits for it.
   */
  private static final String INSERT =
      """
      with ranked as materialized (
        select row_number() over (
                 order by m.similarity desc, p.capture_time nulls last, p.photo_id) as rank,
               p.photo_id, m.similarity
          from (select photo_id, max(similarity)::real as similarity
                  from unnest(?::uuid[], ?::float8[]) as f (photo_id, similarity)
                 group by photo_id) m
          join photo p on p.photo_id = m.photo_id
         where p.event_id = ? and p.ready),
      stored as (
        insert into face_search (event_id, request_id, organisation_id, model_no, embedding,
                                 threshold_percent, faces_in_selfie, total, expires_at)
        values (?, ?, ?, ?, ?, ?, ?, (select count(*) from ranked), ?)
        on conflict do nothing
        returning event_id, request_id, total),
      matches as (
        insert into face_search_match (event_id, request_id, rank, photo_id, similarity)
        select s.event_id, s.request_id, r.rank, r.photo_id, r.similarity
          from stored s cross join ranked r)
      select total from stored
      """;

  private static final String FIND =
      "select event_id, request_id, threshold_percent, faces_in_selfie, total from face_search ";

  private final EventStore events;

  StoredSearches(EventStore events) {
    this.events = events;
  }

  /** A search of one event. */
  public Optional<StoredSearch> find(Connection connection, long eventId, UUID requestId)
      throws SQLException {
    return Sql.of(
            FIND + "where event_id = ? and request_id = ? and expires_at > now()",
            eventId,
            requestId)
        .first(connection, StoredSearches::read);
  }

  /** A search of any event of an organisation: ids are used once in an organisation. */
  Optional<StoredSearch> findInOrganisation(
      Connection connection, long organisationId, UUID requestId) throws SQLException {
    return Sql.of(
            FIND + "where organisation_id = ? and request_id = ? and expires_at > now()",
            organisationId,
            requestId)
        .first(connection, StoredSearches::read);
  }

  /** What a search of one event searched for; empty also when its model is no longer in use. */
  Optional<SearchedFaces> face(Connection connection, long eventId, UUID requestId)
      throws SQLException {
    return Sql.of(
            """
            select m.model_id, s.embedding::text, s.threshold_percent
              from face_search s join model m on m.model_no = s.model_no
             where s.event_id = ? and s.request_id = ? and s.expires_at > now()
            """,
            eventId,
            requestId)
        .first(
            connection,
            row -> {
              String modelId = row.getString(1);
              float[] stored = new PGhalfvec(row.getString(2)).toArray();
              return new SearchedFaces(
                  modelId, List.of(FaceEmbedding.normalized(modelId, stored)), row.getDouble(3));
            });
  }

  /** The photos of a page, in rank order. */
  public PhotoPage page(Connection connection, StoredSearch search, PageRequest page)
      throws SQLException {
    List<LibraryPhoto> photos =
        Sql.of(
                "select "
                    + PhotoStore.COLUMNS
                    + """
                       from face_search_match m
                       join photo p on p.event_id = m.event_id and p.photo_id = m.photo_id
                      where m.event_id = ? and m.request_id = ? and m.rank > ? and m.rank <= ?
                      order by m.rank
                      """,
                search.eventId(),
                search.requestId(),
                page.offset(),
                page.offset() + page.size())
            .list(connection, PhotoStore::read);
    return new PhotoPage(photos, search.total());
  }

  /**
   * Stores a search and ranks the photos it found, as far as they may be shown. Where the id has a
   * search already that one stays: it may have been answered with.
   *
   * @return what is stored under the id
   * @throws RecollectException not found when that is of another event
   */
  StoredSearch put(Connection transaction, NewSearch search, Instant expiresAt)
      throws SQLException {
    events.holdPhotos(transaction, search.eventId());
    Optional<StoredSearch> stored = insert(transaction, search, expiresAt);
    if (stored.isEmpty() && removeExpired(transaction, search)) {
      stored = insert(transaction, search, expiresAt);
    }
    if (stored.isEmpty()) {
      stored =
          findInOrganisation(transaction, search.organisationId(), search.requestId())
              .filter(other -> other.eventId() == search.eventId());
    }
    return stored.orElseThrow(SelfieSearch::unknown);
  }

  /** Empty when the id is taken. */
  private static Optional<StoredSearch> insert(
      Connection transaction, NewSearch search, Instant expiresAt) throws SQLException {
    return Sql.of(
            INSERT,
            search.matches().stream().map(FaceMatch::photoId).toList(),
            search.matches().stream().map(FaceMatch::similarity).toList(),
            search.eventId(),
            search.eventId(),
            search.requestId(),
            search.organisationId(),
            search.modelNo(),
            new PGhalfvec(search.embedding()),
            search.thresholdPercent(),
            search.facesInSelfie(),
            expiresAt)
        .first(
            transaction,
            row ->
                new StoredSearch(
                    search.eventId(),
                    search.requestId(),
                    search.thresholdPercent(),
                    search.facesInSelfie(),
                    row.getLong(1)));
  }

  /** Whether the id was that of a search whose time is over, which then is gone. */
  private static boolean removeExpired(Connection transaction, NewSearch search)
      throws SQLException {
    return Sql.of(
                """
                delete from face_search
                 where organisation_id = ? and request_id = ? and expires_at <= now()
                """,
                search.organisationId(),
                search.requestId())
            .update(transaction)
        > 0;
  }

  /** Takes photos out of every result; those behind them move up. */
  public void removePhotos(Connection transaction, long eventId, Collection<UUID> photoIds)
      throws SQLException {
    for (UUID photoId : photoIds) {
      Sql.of(
              """
              with gone as (
                delete from face_search_match where event_id = ? and photo_id = ?
                returning request_id, rank),
              fewer as (
                update face_search s set total = s.total - 1 from gone
                 where s.event_id = ? and s.request_id = gone.request_id)
              update face_search_match m set rank = m.rank - 1 from gone
               where m.event_id = ? and m.request_id = gone.request_id and m.rank > gone.rank
              """,
              eventId,
              photoId,
              eventId,
              eventId)
          .update(transaction);
    }
  }

  public void removeEvent(Connection transaction, long eventId) throws SQLException {
    Sql.of("delete from face_search where event_id = ?", eventId).update(transaction);
    Sql.of("delete from face_search_claim where event_id = ?", eventId).update(transaction);
  }

  /** Removes some of the searches whose time is over; how many. */
  int removeExpired(Connection transaction, int most) throws SQLException {
    return Sql.of(
            """
            delete from face_search where (event_id, request_id) in (
              select event_id, request_id from face_search where expires_at <= now() limit ?)
            """,
            most)
        .update(transaction);
  }

  private static StoredSearch read(ResultSet row) throws SQLException {
    return new StoredSearch(
        row.getLong(1),
        row.getObject(2, UUID.class),
        row.getDouble(3),
        row.getInt(4),
        row.getLong(5));
  }
}
