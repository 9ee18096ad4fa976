package dev.recollect.search.bib;

import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.gallery.ImageItems;
import dev.recollect.search.library.ImageIds;
import dev.recollect.search.library.PhotoStore;
import dev.recollect.vision.Box;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The readings that wait for a person, and what people make of them. */
@ApplicationScoped
public class BibReview {
  private static final String WAITING =
      """
       from bib_reading r
       join event e on e.event_id = r.event_id
       join photo p on p.event_id = r.event_id and p.photo_id = r.photo_id
      where r.event_id = ?
        and (r.number is null or r.confidence < e.bib_review_confidence)
        and not exists (select 1 from bib_correction c
                         where c.event_id = r.event_id and c.photo_id = r.photo_id
                           and c.number in (r.text, r.number))
      """;

  private final Database database;
  private final PhotoStore photos;
  private final BibStore bibs;
  private final BibPropagation propagation;
  private final ImageItems items;

  BibReview(
      Database database,
      PhotoStore photos,
      BibStore bibs,
      BibPropagation propagation,
      ImageItems items) {
    this.database = database;
    this.photos = photos;
    this.bibs = bibs;
    this.propagation = propagation;
    this.items = items;
  }

  /**
   * A page of what waits.
   *
   * @param total on all pages
   */
  public record Waiting(List<ReviewItem> readings, long total) {}

  /** The likeliest readings first. */
  public Waiting waiting(EventAccess event, PageRequest page) {
    return database.read(
        connection ->
            new Waiting(
                Sql.of(
                        "select "
                            + PhotoStore.COLUMNS
                            + ", r.text, r.number, r.confidence, r.x, r.y, r.width, r.height"
                            + WAITING
                            + "order by r.confidence desc, r.photo_id, r.reading_no limit ? offset ?",
                        event.eventId(),
                        page.size(),
                        page.offset())
                    .list(connection, row -> item(event, row)),
                Sql.of("select count(*)" + WAITING, event.eventId())
                    .first(connection, row -> row.getLong(1))
                    .orElseThrow()));
  }

  private ReviewItem item(EventAccess event, ResultSet row) throws SQLException {
    var image = items.of(event, List.of(PhotoStore.read(row))).getFirst();
    return new ReviewItem(
        image.imageId(),
        image.imgUrl(),
        row.getString("text"),
        row.getString("number"),
        row.getDouble("confidence"),
        row.getString("number") == null ? "not_on_start_list" : "low_confidence",
        new Box(row.getDouble("x"), row.getDouble("y"), row.getDouble(17), row.getDouble(18)));
  }

  /** The numbers of one photo. */
  public List<BibOfPhoto> ofPhoto(long eventId, UUID photoId) {
    return database.read(
        connection -> {
          if (photos.find(connection, eventId, photoId).isEmpty()) {
            throw ImageIds.unknown();
          }
          return bibs.ofPhoto(connection, eventId, photoId);
        });
  }

  /**
   * Notes which numbers a photo shows and which it does not; what is not named stays as it is.
   *
   * @param worn in their stored spelling
   * @param notWorn in their stored spelling
   * @return the numbers of the photo afterwards
   */
  public List<BibOfPhoto> correct(
      long eventId, UUID photoId, List<String> worn, List<String> notWorn) {
    return database.transact(
        transaction -> {
          // Before the photo is held, as a removal takes them; undone if there is no such photo.
          propagation.photoChanged(transaction, eventId, photoId);
          if (!photos.hold(transaction, eventId, photoId)) {
            throw ImageIds.unknown();
          }
          for (String number : notWorn) {
            bibs.correct(transaction, eventId, photoId, number, false);
          }
          for (String number : worn) {
            bibs.correct(transaction, eventId, photoId, number, true);
          }
          return bibs.ofPhoto(transaction, eventId, photoId);
        });
  }
}
