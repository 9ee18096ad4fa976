package dev.recollect.search.bib;

import dev.recollect.kit.sql.Sql;
import dev.recollect.search.inference.PhotoReading;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Bib readings, and everything else that is known of the bibs of photos. */
@ApplicationScoped
public class BibStore {
  private static final List<String> TABLES =
      List.of("bib_reading", "bib_correction", "propagated_bib");

  private final StartListStore startLists;

  BibStore(StartListStore startLists) {
    this.startLists = startLists;
  }

  /** Puts the readings of a photo in place of earlier ones; people's corrections stay. */
  public void replace(
      Connection transaction, long eventId, UUID photoId, List<PhotoReading> readings)
      throws SQLException {
    startLists.hold(transaction, eventId);
    Sql.of("delete from bib_reading where event_id = ? and photo_id = ?", eventId, photoId)
        .update(transaction);
    if (readings.isEmpty()) {
      // Most photos show no number, and a list may be long.
      return;
    }
    StartList list = startLists.use(transaction, eventId);
    for (int no = 0; no < readings.size(); no++) {
      PhotoReading reading = readings.get(no);
      String text = BibNumber.normalized(reading.text());
      Sql.of(
              """
              insert into bib_reading (event_id, photo_id, reading_no, text, confidence,
                                       face_no, x, y, width, height, number)
              values (?, ?, ?, ?, ?, ?::int, ?, ?, ?, ?, ?::text)
              """,
              eventId,
              photoId,
              no,
              text,
              reading.confidence(),
              reading.faceNo().isPresent() ? reading.faceNo().getAsInt() : null,
              reading.box().x(),
              reading.box().y(),
              reading.box().width(),
              reading.box().height(),
              list.resolve(text).orElse(null))
          .update(transaction);
    }
  }

  /** Applies a new start list to every reading of the event. */
  void resolveAgain(Connection transaction, long eventId) throws SQLException {
    StartList list = startLists.use(transaction, eventId);
    List<String> texts =
        Sql.of("select distinct text from bib_reading where event_id = ? order by text", eventId)
            .list(transaction, row -> row.getString(1));
    List<String> numbers = texts.stream().map(text -> list.resolve(text).orElse("")).toList();
    Sql.of(
            """
            update bib_reading r set number = nullif(n.number, '')
              from unnest(?::text[], ?::text[]) as n (text, number)
             where r.event_id = ? and r.text = n.text
               and r.number is distinct from nullif(n.number, '')
            """,
            texts,
            numbers,
            eventId)
        .update(transaction);
  }

  /** What is known of one photo, for people who look after the event. */
  List<BibOfPhoto> ofPhoto(Connection connection, long eventId, UUID photoId) throws SQLException {
    return Sql.of(
            """
            select number, source, max(confidence), bool_or(face_no is not null) from (
              select number, source, confidence, face_no from worn_bib
               where event_id = ? and photo_id = ?
              union all
              select p.number, 'propagated', p.similarity, 0 from propagated_bib p
               where p.event_id = ? and p.photo_id = ?
                 and not exists (
                   select 1 from bib_correction c
                    where c.event_id = p.event_id and c.photo_id = p.photo_id
                      and c.number = p.number)) as known
             group by number, source
             order by number, source
            """,
            eventId,
            photoId,
            eventId,
            photoId)
        .list(
            connection,
            row ->
                new BibOfPhoto(
                    row.getString(1), row.getString(2), row.getDouble(3), row.getBoolean(4)));
  }

  /** Notes what a person says about a number in a photo. */
  void correct(Connection transaction, long eventId, UUID photoId, String number, boolean worn)
      throws SQLException {
    Sql.of(
            """
            insert into bib_correction (event_id, photo_id, number, worn) values (?, ?, ?, ?)
            on conflict (event_id, photo_id, number) do update
              set worn = excluded.worn
            """,
            eventId,
            photoId,
            number,
            worn)
        .update(transaction);
  }

  public void remove(Connection transaction, long eventId, List<UUID> photoIds)
      throws SQLException {
    for (String table : TABLES) {
      Sql.of(
              "delete from " + table + " where event_id = ? and photo_id = any(?)",
              eventId,
              photoIds)
          .update(transaction);
    }
    Sql.of(
            "delete from propagated_bib where event_id = ? and seed_photo_id = any(?)",
            eventId,
            photoIds)
        .update(transaction);
  }

  public void removeEvent(Connection transaction, long eventId) throws SQLException {
    for (String table : TABLES) {
      Sql.of("delete from " + table + " where event_id = ?", eventId).update(transaction);
    }
    startLists.removeEvent(transaction, eventId);
  }
}
