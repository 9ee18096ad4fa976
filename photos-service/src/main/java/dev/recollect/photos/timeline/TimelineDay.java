package dev.recollect.photos.timeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;

/**
 * A day with photos.
 *
 * @param date in UTC
 * @param hours those with photos, ascending
 */
public record TimelineDay(
    @JsonProperty("date") LocalDate date,
    @JsonProperty("total") long total,
    @JsonProperty("hours") List<TimelineHour> hours) {

  /**
   * An hour with photos.
   *
   * @param hour 0-23, in UTC
   */
  public record TimelineHour(@JsonProperty("hour") int hour, @JsonProperty("count") long count) {}
}
