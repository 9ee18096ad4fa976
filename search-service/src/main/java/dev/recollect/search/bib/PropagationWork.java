package dev.recollect.search.bib;

import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.WorkItem;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.face.FaceIndex;
import dev.recollect.search.face.FaceMatch;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.search.library.EventStore;
import dev.recollect.search.library.PhotoStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Finds the photos that a photo's bibs pass to, and the bibs that pass to it, through faces. Runs
 * after the photo's faces and bibs are committed, looks both ways, and writes one at a time per
 * event: of two photos that belong together the later one sees the earlier, so no pair is missed
 * and none is stale, in whatever order photos are indexed, corrected or deleted. Only faces that
 * wear a number themselves pass it on; a number never passes twice.
 */
@ApplicationScoped
public class PropagationWork implements EventWork {
  public static final String QUEUE = "propagation";

  /** First half of the advisory lock's key, the second is made of the event; of this service. */
  private static final int LOCK = 0x62696270;

  private static final String INSERT =
      """
      with near as (
        select * from unnest(?::int[], ?::uuid[], ?::int[], ?::float8[])
                   as n (own_face, photo_id, face_no, similarity)),
      pair as (
        select w.number, n.photo_id, w.photo_id as seed_photo_id, n.similarity
          from near n join worn_bib w on w.face_no = n.own_face
         where w.event_id = ? and w.photo_id = ?
        union all
        select w.number, ?::uuid, w.photo_id, n.similarity
          from near n join worn_bib w on w.photo_id = n.photo_id and w.face_no = n.face_no
         where w.event_id = ?)
      insert into propagated_bib (event_id, number, photo_id, seed_photo_id, similarity)
      select ?, number, photo_id, seed_photo_id, max(similarity) from pair p
       where not exists (select 1 from worn_bib w
                          where w.event_id = ? and w.photo_id = p.photo_id and w.number = p.number)
       group by number, photo_id, seed_photo_id
      """;

  private final FaceIndex faces;
  private final FaceModels models;
  private final EventStore events;
  private final PhotoStore photos;
  private final BibConfig config;
  private final Database database;

  PropagationWork(
      FaceIndex faces,
      FaceModels models,
      EventStore events,
      PhotoStore photos,
      BibConfig config,
      Database database) {
    this.database = database;
    this.faces = faces;
    this.models = models;
    this.events = events;
    this.photos = photos;
    this.config = config;
  }

  /** A pair of similar faces, the first in the photo at work. */
  private record Near(int ownFace, FaceMatch other) {}

  @Override
  public String queue() {
    return QUEUE;
  }

  @Override
  public void perform(WorkItem item, Connection transaction) throws SQLException {
    long eventId = item.eventId();
    UUID photoId = item.itemId();
    Sql.of("select pg_advisory_xact_lock(?, ?)", LOCK, Long.hashCode(eventId)).exists(transaction);
    List<Near> near = near(transaction, eventId, photoId);
    Sql.of(
            "delete from propagated_bib where event_id = ? and ? in (photo_id, seed_photo_id)",
            eventId,
            photoId)
        .update(transaction);
    if (!photos.hold(transaction, eventId, photoId) || !events.propagates(transaction, eventId)) {
      return;
    }
    List<UUID> held = photos.holdThose(transaction, eventId, others(near));
    insert(
        transaction,
        eventId,
        photoId,
        near.stream().filter(n -> held.contains(n.other().photoId())).toList());
  }

  /** By itself: whoever changes the settings of an event holds it, and waits for items. */
  @Override
  public void committed(WorkItem item) {
    int modelNo = models.serving().modelNo();
    database.transact(
        transaction -> {
          events.propagated(transaction, item.eventId(), modelNo);
          return null;
        });
  }

  private List<Near> near(Connection transaction, long eventId, UUID photoId) throws SQLException {
    int modelNo = models.serving().modelNo();
    double minimum = models.serving().calibration().cosine(config.propagationPercent());
    List<float[]> own = faces.embeddings(transaction, eventId, photoId, modelNo);
    List<Near> near = new ArrayList<>();
    for (int no = 0; no < own.size(); no++) {
      for (FaceMatch match : faces.matches(transaction, eventId, modelNo, own.get(no), minimum)) {
        if (!match.photoId().equals(photoId)) {
          near.add(new Near(no, match));
        }
      }
    }
    return near;
  }

  private static List<UUID> others(List<Near> near) {
    return near.stream().map(n -> n.other().photoId()).distinct().toList();
  }

  private static void insert(Connection transaction, long eventId, UUID photoId, List<Near> near)
      throws SQLException {
    Sql.of(
            INSERT,
            near.stream().map(Near::ownFace).toList(),
            near.stream().map(n -> n.other().photoId()).toList(),
            near.stream().map(n -> n.other().faceNo()).toList(),
            near.stream().map(n -> n.other().similarity()).toList(),
            eventId,
            photoId,
            photoId,
            eventId,
            eventId,
            eventId)
        .update(transaction);
  }
}
