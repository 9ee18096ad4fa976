package dev.recollect.photos.gallery;

import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.rest.Pagination;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Pages of an event's shown photos: by capture time, those without one last by id. Where a page
 * starts is found by adding up the photos per minute, so that page 6,000 reads as few photos as
 * page 1. Minutes that a window cuts are counted photo by photo.
 */
@ApplicationScoped
public class Gallery {
  /**
   * A segment is a run of photos with a known count: a whole minute, or what a window leaves of
   * one. One statement sees one state of the library, so totals and page agree.
   */
  private static final String PAGE =
      """
      with edge as (
        select cast(cast(?2 as text) as timestamptz) as opens, cast(cast(?3 as text) as timestamptz) as closes),
      inner_edge as (
        select opens, closes,
               case when minute_of(opens) < opens then minute_of(opens) + interval '1 minute' else opens end as first,
               minute_of(closes) as last
          from edge),
      segment as (
        select undated, minute as start, photos
          from gallery_bucket, inner_edge
         where event_id = ?1 and (not undated or cast(?4 as boolean))
           and (first is null or minute >= first) and (last is null or minute < last)
        union all
        select false, opens, count(*)
          from inner_edge join photo
            on event_id = ?1 and ready and not undated
           and gallery_time >= opens and gallery_time < least(first, coalesce(closes, first))
         where opens < first
         group by opens
        union all
        select false, last, count(*)
          from inner_edge join photo
            on event_id = ?1 and ready and not undated
           and gallery_time >= last and gallery_time < closes
         where last < closes and (first is null or last >= first)
         group by last),
      placed as (
        select undated, start, photos, cast(sum(photos) over (order by undated, start) as bigint) - photos as before
          from segment),
      total as (select cast(coalesce(sum(photos), 0) as bigint) as photos from segment)
      select total.photos, page.photo_id, page.width, page.height, page.rendition_version,
             page.object_key, page.filename, page.content_type
        from total
        left join (
          select undated, start, before from placed where before <= cast(?5 as bigint) and before + photos > cast(?5 as bigint)) beginning
          on true
        left join lateral (
          select photo_id, width, height, rendition_version, object_key, filename, content_type
            from photo
           where event_id = ?1 and ready
             and (undated, gallery_time) >= (beginning.undated, beginning.start)
             and (cast(?4 as boolean) or (not undated and gallery_time < coalesce((select closes from edge), 'infinity')))
           order by undated, gallery_time, photo_id
          offset cast(?5 as bigint) - beginning.before limit cast(?6 as int)) page
          on beginning.start is not null
      """;

  private final ImageItems items;

  Gallery(ImageItems items) {
    this.items = items;
  }

  /** A page of the whole gallery. */
  Uni<Images> page(long eventId, PageRequest request, boolean withOriginals) {
    return page(eventId, null, null, true, request, withOriginals);
  }

  /** A page of what was taken within a window; photos without capture time are in none. */
  public Uni<Images> page(
      long eventId, TimeWindow window, PageRequest request, boolean withOriginals) {
    return page(eventId, window.from(), window.to(), false, request, withOriginals);
  }

  private Uni<Images> page(
      long eventId,
      @Nullable Instant from,
      @Nullable Instant to,
      boolean withUndated,
      PageRequest request,
      boolean withOriginals) {
    return Panache.withSession(
            () ->
                Sql.rows(
                    PAGE,
                    eventId,
                    text(from),
                    text(to),
                    withUndated,
                    request.offset(),
                    request.size()))
        .map(
            rows ->
                new Images(
                    rows.stream()
                        .filter(row -> row[1] != null)
                        .map(row -> items.of(eventId, shown(row), withOriginals))
                        .toList(),
                    Pagination.of(request, total(rows))));
  }

  /** Every row repeats the total; a page past the end is one row without a photo. */
  private static long total(List<Object[]> rows) {
    return (Long) rows.getFirst()[0];
  }

  private static ShownPhoto shown(Object[] row) {
    return new ShownPhoto(
        (UUID) row[1],
        (Integer) row[2],
        (Integer) row[3],
        (Integer) row[4],
        (String) row[5],
        (String) row[6],
        (String) row[7]);
  }

  private static String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
