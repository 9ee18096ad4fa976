package dev.recollect.clipping.search;

import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds where a person was seen. The faces of a search are compared with every look of every track
 * of the event, under the same model: no index, no limit, so nothing can be missing. Vectors have
 * length 1, so the inner product is the cosine.
 */
@ApplicationScoped
class VideoMatches {
  private static final String SIGHTINGS =
      """
      select s.source_video_key, s.time_ns
        from sighting s
        join (select distinct l.event_id, l.source_video_key, l.model_no, l.chunk_no, l.track_no
                from clip_search_face f
                join track_look l on l.event_id = f.event_id
               where f.event_id = ? and f.request_id = ? and l.model_no = ?
                 and l.embedding <#> f.embedding <= ?) t
       using (event_id, source_video_key, model_no, chunk_no, track_no)
       order by 1, 2
      """;

  private record Seen(long sourceVideoKey, Duration time) {}

  /** When the person of a search was seen in each video; no entry where never. */
  SortedMap<Long, List<Duration>> of(Connection connection, ClipSearch search) throws SQLException {
    List<Seen> all =
        Sql.of(
                SIGHTINGS,
                search.eventId(),
                search.requestId(),
                search.modelNo(),
                -search.minimumCosine())
            .list(connection, row -> new Seen(row.getLong(1), Duration.ofNanos(row.getLong(2))));
    SortedMap<Long, List<Duration>> byVideo = new TreeMap<>();
    for (Seen seen : all) {
      byVideo.computeIfAbsent(seen.sourceVideoKey(), key -> new ArrayList<>()).add(seen.time());
    }
    return byVideo;
  }
}
