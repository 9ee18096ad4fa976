package dev.recollect.clipping.clip;

import com.pgvector.PGhalfvec;
import dev.recollect.kit.sql.Sql;
import dev.recollect.vision.FaceEmbedding;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of clip searches. Whoever changes where a search stands locks its row first. */
@ApplicationScoped
public class ClipSearches {
  private static final String FIND =
      """
      select organisation_id, event_id, request_id, model_no, minimum_cosine, bib, faces_in_selfie,
             status, error, stamped, created_at
        from clip_search
      """;

  /** False when the organisation has a search of this id already. */
  public boolean insert(Connection transaction, ClipSearch search, Instant expiresAt)
      throws SQLException {
    return Sql.of(
                """
                insert into clip_search (organisation_id, event_id, request_id, model_no,
                                         minimum_cosine, bib, faces_in_selfie, expires_at)
                values (?, ?, ?, ?, ?, ?::text, ?, ?)
                on conflict (organisation_id, request_id) do nothing
                """,
                search.organisationId(),
                search.eventId(),
                search.requestId(),
                search.modelNo(),
                search.minimumCosine(),
                search.bib().orElse(null),
                search.facesInSelfie(),
                expiresAt)
            .update(transaction)
        == 1;
  }

  /** What the person looks like; kept until the videos were searched. */
  public void insertFaces(Connection transaction, ClipSearch search, List<FaceEmbedding> faces)
      throws SQLException {
    for (int no = 0; no < faces.size(); no++) {
      Sql.of(
              "insert into clip_search_face (event_id, request_id, face_no, embedding) values (?, ?, ?, ?)",
              search.eventId(),
              search.requestId(),
              no,
              new PGhalfvec(faces.get(no).values()))
          .update(transaction);
    }
  }

  /** A search of one event. */
  public Optional<ClipSearch> find(Connection connection, long eventId, UUID requestId)
      throws SQLException {
    return Sql.of(FIND + "where event_id = ? and request_id = ?", eventId, requestId)
        .first(connection, ClipSearches::read);
  }

  /** As {@link #find} where only the organisation is known. */
  public Optional<ClipSearch> findInOrganisation(
      Connection connection, long organisationId, UUID requestId) throws SQLException {
    return Sql.of(FIND + "where organisation_id = ? and request_id = ?", organisationId, requestId)
        .first(connection, ClipSearches::read);
  }

  /** The search, which nobody else changes until the transaction ends. */
  public Optional<ClipSearch> lock(Connection transaction, long eventId, UUID requestId)
      throws SQLException {
    return Sql.of(FIND + "where event_id = ? and request_id = ? for update", eventId, requestId)
        .first(transaction, ClipSearches::read);
  }

  /** Puts a search off until videos have been analysed. */
  public void waitForVideos(Connection transaction, ClipSearch search, boolean waits)
      throws SQLException {
    Sql.of(
            "update clip_search set waits_for_videos = ? where event_id = ? and request_id = ?",
            waits,
            search.eventId(),
            search.requestId())
        .update(transaction);
  }

  /** Notes what the event's settings say of its clips. */
  public void settle(Connection transaction, ClipSearch search, boolean stamped, Duration retention)
      throws SQLException {
    Sql.of(
            """
            update clip_search
               set stamped = ?, expires_at = now() + make_interval(secs => ?)
             where event_id = ? and request_id = ?
            """,
            stamped,
            (double) retention.toSeconds(),
            search.eventId(),
            search.requestId())
        .update(transaction);
  }

  /** The search is over; who it was for is forgotten. */
  public void finish(
      Connection transaction, ClipSearch search, SearchStatus status, Optional<String> error)
      throws SQLException {
    Sql.of(
            """
            update clip_search
               set status = ?, error = ?::text, finished_at = now(), waits_for_videos = false
             where event_id = ? and request_id = ?
            """,
            status.text(),
            error.orElse(null),
            search.eventId(),
            search.requestId())
        .update(transaction);
    forgetPerson(transaction, search);
  }

  /** Removes what says who a search is for. */
  public void forgetPerson(Connection transaction, ClipSearch search) throws SQLException {
    Sql.of(
            "update clip_search set bib = null where event_id = ? and request_id = ?",
            search.eventId(),
            search.requestId())
        .update(transaction);
    Sql.of(
            "delete from clip_search_face where event_id = ? and request_id = ?",
            search.eventId(),
            search.requestId())
        .update(transaction);
  }

  private static ClipSearch read(ResultSet row) throws SQLException {
    return new ClipSearch(
        row.getLong(1),
        row.getLong(2),
        row.getObject(3, UUID.class),
        row.getInt(4),
        row.getDouble(5),
        Optional.ofNullable(row.getString(6)),
        row.getInt(7),
        SearchStatus.of(row.getString(8)),
        Optional.ofNullable(row.getString(9)),
        row.getBoolean(10),
        row.getObject(11, OffsetDateTime.class).toInstant());
  }
}
