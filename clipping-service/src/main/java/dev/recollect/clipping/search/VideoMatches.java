package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds where a person was seen: by face, and by bib if that is what was asked for. The faces of a
 * search are compared with every look of every track of the event, under the same model: no index,
 * no limit, so nothing can be missing. Vectors have length 1, so the inner product is the cosine.
 *
 * <p>A face wears the number that was read below it most often, so that a number that was misread
 * once gives nobody another's moments. A number without a face above it counts for the moment at
 * which it was read.
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

  private static final String BIB_SIGHTINGS =
      """
      with worn as (
        select source_video_key, chunk_no, track_no, text,
               rank() over (partition by source_video_key, chunk_no, track_no
                            order by count(*) desc) as place
          from bib_reading
         where event_id = ? and model_no = ? and track_no is not null
           and (source_video_key, chunk_no, track_no) in (
             select source_video_key, chunk_no, track_no from bib_reading
              where event_id = ? and model_no = ? and text = ?)
         group by source_video_key, chunk_no, track_no, text)
      select s.source_video_key, s.time_ns
        from sighting s join worn using (source_video_key, chunk_no, track_no)
       where s.event_id = ? and s.model_no = ? and worn.text = ? and worn.place = 1
      union
      select source_video_key, time_ns from bib_reading
       where event_id = ? and model_no = ? and text = ? and track_no is null
       order by 1, 2
      """;

  private record Seen(long sourceVideoKey, Duration time) {}

  /** When the person of a search was seen in each video; no entry where never. */
  SortedMap<Long, List<Duration>> of(Connection connection, ClipSearch search) throws SQLException {
    List<Seen> all = new ArrayList<>(byFace(connection, search));
    if (search.bib().isPresent()) {
      all.addAll(byBib(connection, search, search.bib().get()));
    }
    SortedMap<Long, List<Duration>> byVideo = new TreeMap<>();
    for (Seen seen : all) {
      byVideo.computeIfAbsent(seen.sourceVideoKey(), key -> new ArrayList<>()).add(seen.time());
    }
    return byVideo;
  }

  private static List<Seen> byFace(Connection connection, ClipSearch search) throws SQLException {
    return Sql.of(
            SIGHTINGS,
            search.eventId(),
            search.requestId(),
            search.modelNo(),
            -search.minimumCosine())
        .list(connection, VideoMatches::read);
  }

  private static List<Seen> byBib(Connection connection, ClipSearch search, String bib)
      throws SQLException {
    long event = search.eventId();
    int model = search.modelNo();
    return Sql.of(
            BIB_SIGHTINGS, event, model, event, model, bib, event, model, bib, event, model, bib)
        .list(connection, VideoMatches::read);
  }

  private static Seen read(ResultSet row) throws SQLException {
    return new Seen(row.getLong(1), Duration.ofNanos(row.getLong(2)));
  }
}
