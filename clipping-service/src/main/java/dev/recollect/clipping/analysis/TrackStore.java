package dev.recollect.clipping.analysis;

import com.pgvector.PGhalfvec;
import dev.recollect.clipping.domain.FaceTrack;
import dev.recollect.clipping.domain.Sighting;
import dev.recollect.kit.sql.Sql;
import dev.recollect.vision.FaceEmbedding;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The tracks of source videos, with their sightings and looks. */
@ApplicationScoped
public class TrackStore {
  private static final String TRACK =
      """
      insert into track (event_id, source_video_key, model_no, chunk_no, track_no)
      values (?, ?, ?, ?, ?)
      """;
  private static final String SIGHTING =
      """
      insert into sighting (event_id, source_video_key, model_no, chunk_no, track_no, time_ns)
      values (?, ?, ?, ?, ?, ?)
      """;
  private static final String LOOK =
      """
      insert into track_look (event_id, source_video_key, model_no, chunk_no, track_no,
                              look_no, dimension, embedding)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /** Puts the tracks of a chunk in place of those it had. */
  void replace(Connection transaction, VideoChunk chunk, List<FaceTrack> tracks)
      throws SQLException {
    Sql.of(
            """
            delete from track
             where event_id = ? and source_video_key = ? and model_no = ? and chunk_no = ?
            """,
            chunk.video().eventId(),
            chunk.video().key(),
            chunk.modelNo(),
            chunk.chunk().index())
        .update(transaction);
    try (PreparedStatement track = transaction.prepareStatement(TRACK);
        PreparedStatement sighting = transaction.prepareStatement(SIGHTING);
        PreparedStatement look = transaction.prepareStatement(LOOK)) {
      for (int no = 0; no < tracks.size(); no++) {
        identify(track, chunk, no);
        track.addBatch();
        for (Sighting seen : tracks.get(no).sightings()) {
          identify(sighting, chunk, no);
          sighting.setLong(6, seen.time().toNanos());
          sighting.addBatch();
        }
        List<FaceEmbedding> looks = tracks.get(no).embeddings();
        for (int i = 0; i < looks.size(); i++) {
          float[] values = looks.get(i).values();
          identify(look, chunk, no);
          look.setInt(6, i);
          look.setInt(7, values.length);
          look.setObject(8, new PGhalfvec(values));
          look.addBatch();
        }
      }
      track.executeBatch();
      sighting.executeBatch();
      look.executeBatch();
    }
  }

  private static void identify(PreparedStatement insert, VideoChunk chunk, int trackNo)
      throws SQLException {
    insert.setLong(1, chunk.video().eventId());
    insert.setLong(2, chunk.video().key());
    insert.setInt(3, chunk.modelNo());
    insert.setInt(4, chunk.chunk().index());
    insert.setInt(5, trackNo);
  }
}
