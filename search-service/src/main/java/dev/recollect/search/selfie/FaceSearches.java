package dev.recollect.search.selfie;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.RequestIds;
import dev.recollect.kit.sql.Database;
import dev.recollect.search.face.SearchedFaces;
import dev.recollect.search.gallery.PhotoPage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Stored searches, for other services. */
@ApplicationScoped
public class FaceSearches {
  private final Database database;
  private final StoredSearches searches;

  FaceSearches(Database database, StoredSearches searches) {
    this.database = database;
    this.searches = searches;
  }

  /**
   * A page of a search of an event, best match first.
   *
   * @throws RecollectException 422 for a malformed id, not found for an unknown one
   */
  public PhotoPage page(long eventId, String requestId, PageRequest page) {
    UUID id = RequestIds.parse(requestId);
    return database.read(
        connection -> {
          StoredSearch search =
              searches.find(connection, eventId, id).orElseThrow(SelfieSearch::unknown);
          return searches.page(connection, search, page);
        });
  }

  /**
   * What a search of an event searched for.
   *
   * @throws RecollectException 422 for a malformed id, not found for an unknown one
   */
  public SearchedFaces face(long eventId, String requestId) {
    UUID id = RequestIds.parse(requestId);
    return database
        .read(connection -> searches.face(connection, eventId, id))
        .orElseThrow(SelfieSearch::unknown);
  }
}
