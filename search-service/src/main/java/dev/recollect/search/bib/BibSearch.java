package dev.recollect.search.bib;

import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.gallery.PhotoPage;
import dev.recollect.search.library.PhotoStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds the photos of a bib number. */
@ApplicationScoped
public class BibSearch {
  private static final String FOUND =
      """
       from photo p
      where p.event_id = ? and p.ready and p.photo_id in (
        select photo_id from worn_bib where event_id = ? and number = ?
        union
        select q.photo_id from propagated_bib q join event e on e.event_id = q.event_id
         where q.event_id = ? and q.number = ? and e.bib_propagation
           and not exists (select 1 from bib_correction c
                            where c.event_id = q.event_id and c.photo_id = q.photo_id
                              and c.number = q.number))
      """;

  private final Database database;
  private final Timer timer;

  BibSearch(Database database, MeterRegistry metrics) {
    this.database = database;
    this.timer = metrics.timer("recollect.search", "kind", "bib");
  }

  /**
   * A page in gallery order: by capture time, those without last, then by id.
   *
   * @param bib in any case, blanks around it ignored
   */
  public PhotoPage find(long eventId, String bib, PageRequest page) {
    String number = BibNumber.normalized(bib);
    Object[] which = {eventId, eventId, number, eventId, number};
    return timer.record(
        () ->
            database.read(
                connection ->
                    new PhotoPage(
                        Sql.of(
                                "select "
                                    + PhotoStore.COLUMNS
                                    + FOUND
                                    + "order by p.capture_time, p.photo_id limit ? offset ?",
                                eventId,
                                eventId,
                                number,
                                eventId,
                                number,
                                page.size(),
                                page.offset())
                            .list(connection, PhotoStore::read),
                        Sql.of("select count(*)" + FOUND, which)
                            .first(connection, row -> row.getLong(1))
                            .orElseThrow())));
  }
}
