package dev.recollect.photos.timeline;

import dev.recollect.photos.sql.Sql;
import dev.recollect.photos.timeline.TimelineDay.TimelineHour;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** When an event's photos were taken, by day and hour of UTC; from the counts per minute. */
@ApplicationScoped
public class Timeline {
  private static final String HOURS =
      """
      select cast(floor(extract(epoch from minute) / 3600) as bigint) as hour, cast(sum(photos) as bigint)
        from gallery_bucket
       where event_id = ?1 and not undated
       group by hour
       order by hour
      """;
  private static final long HOURS_OF_DAY = Duration.ofDays(1).toHours();

  /** Ascending; days and hours without photos are left out. */
  Uni<List<TimelineDay>> days(long eventId) {
    return Panache.withSession(() -> Sql.rows(HOURS, eventId)).map(Timeline::days);
  }

  private static List<TimelineDay> days(List<Object[]> rows) {
    Map<Long, List<TimelineHour>> byDay = new TreeMap<>();
    for (Object[] row : rows) {
      long hour = (Long) row[0];
      byDay
          .computeIfAbsent(Math.floorDiv(hour, HOURS_OF_DAY), day -> new ArrayList<>())
          .add(new TimelineHour((int) Math.floorMod(hour, HOURS_OF_DAY), (Long) row[1]));
    }
    return byDay.entrySet().stream()
        .map(
            day ->
                new TimelineDay(
                    LocalDate.ofEpochDay(day.getKey()),
                    day.getValue().stream().mapToLong(TimelineHour::count).sum(),
                    day.getValue()))
        .toList();
  }
}
