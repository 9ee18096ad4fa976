package dev.recollect.clipping.analysis;

import dev.recollect.clipping.domain.FaceTrack;
import dev.recollect.clipping.domain.Sighting;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The bib numbers that were read in source videos. */
@ApplicationScoped
class BibReadingStore {

  /**
   * Puts the readings of a chunk in place of those it had.
   *
   * @param tracks of the chunk, stored before under their places in the list
   */
  void replace(
      Connection transaction, VideoChunk chunk, List<FaceTrack> tracks, List<SeenBib> readings)
      throws SQLException {
    Object[] which = {
      chunk.video().eventId(), chunk.video().key(), chunk.modelNo(), chunk.chunk().index()
    };
    Sql.of(
            """
            delete from bib_reading
             where event_id = ? and source_video_key = ? and model_no = ? and chunk_no = ?
            """,
            which)
        .update(transaction);
    Map<Sighting, Integer> trackNos = new IdentityHashMap<>();
    for (int no = 0; no < tracks.size(); no++) {
      for (Sighting sighting : tracks.get(no).sightings()) {
        trackNos.put(sighting, no);
      }
    }
    for (int no = 0; no < readings.size(); no++) {
      SeenBib seen = readings.get(no);
      Sql.of(
              """
              insert into bib_reading (event_id, source_video_key, model_no, chunk_no, reading_no,
                                       track_no, time_ns, text)
              values (?, ?, ?, ?, ?, ?::int, ?, ?)
              """,
              chunk.video().eventId(),
              chunk.video().key(),
              chunk.modelNo(),
              chunk.chunk().index(),
              no,
              seen.wearer().map(trackNos::get).orElse(null),
              seen.time().toNanos(),
              seen.text())
          .update(transaction);
    }
  }
}
