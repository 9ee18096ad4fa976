package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.clipping.clip.ClipSearches;
import dev.recollect.clipping.clip.ClipWork;
import dev.recollect.clipping.clip.Clips;
import dev.recollect.clipping.domain.Segment;
import dev.recollect.clipping.domain.SegmentRules;
import dev.recollect.clipping.domain.Segments;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.kit.jobs.WorkQueue;
import dev.recollect.video.VideoInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes clips to be cut out of the times at which a person was seen. */
@ApplicationScoped
class ClipPlan {
  /** A video that is this much too short for a clip is long enough: lengths are rounded. */
  private static final Duration TOLERANCE = Duration.ofMillis(100);

  private final EventClipSettings settings;
  private final SourceVideoStore videos;
  private final Clips clips;
  private final ClipSearches searches;
  private final WorkQueue queue;

  ClipPlan(
      EventClipSettings settings,
      SourceVideoStore videos,
      Clips clips,
      ClipSearches searches,
      WorkQueue queue) {
    this.settings = settings;
    this.videos = videos;
    this.clips = clips;
    this.searches = searches;
    this.queue = queue;
  }

  private record Planned(long sourceVideoKey, Segment segment) {}

  /**
   * Plans the clips of a search and puts them in line, the longest first.
   *
   * @param seen when the person was seen in which video
   * @return how many
   */
  int make(Connection transaction, ClipSearch search, SortedMap<Long, List<Duration>> seen)
      throws SQLException {
    EventClipSettings.Settings wanted = settings.of(search.eventId());
    searches.settle(transaction, search, wanted.stamped(), wanted.retention());
    List<Planned> planned = new ArrayList<>();
    for (Map.Entry<Long, List<Duration>> video : seen.entrySet()) {
      planned.addAll(segments(transaction, search, wanted.rules(), video));
    }
    planned.sort(
        Comparator.comparing((Planned p) -> p.segment().length())
            .reversed()
            .thenComparing(Planned::sourceVideoKey)
            .thenComparing(p -> p.segment().start()));
    List<UUID> ids = idsInLine(planned.size());
    for (int i = 0; i < planned.size(); i++) {
      Planned clip = planned.get(i);
      clips.plan(
          transaction,
          search.eventId(),
          search.requestId(),
          ids.get(i),
          clip.sourceVideoKey(),
          clip.segment());
    }
    if (!ids.isEmpty()) {
      queue.enqueueAll(transaction, ClipWork.QUEUE, search.eventId(), ids);
    }
    return planned.size();
  }

  private List<Planned> segments(
      Connection transaction,
      ClipSearch search,
      SegmentRules rules,
      Map.Entry<Long, List<Duration>> video)
      throws SQLException {
    Optional<VideoInfo> info = videos.description(transaction, search.eventId(), video.getKey());
    if (info.isEmpty()) {
      return List.of();
    }
    return new Segments(rules)
        .of(video.getValue(), info.get().duration()).stream()
            .filter(s -> s.length().plus(TOLERANCE).compareTo(rules.minLength()) >= 0)
            .map(segment -> new Planned(video.getKey(), segment))
            .toList();
  }

  /** Work that is due at the same time is taken in the order of its ids. */
  private static List<UUID> idsInLine(int count) {
    return Stream.generate(UUID::randomUUID)
        .limit(count)
        .sorted(Comparator.comparing(UUID::toString))
        .toList();
  }
}
