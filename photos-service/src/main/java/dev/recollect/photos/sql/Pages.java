package dev.recollect.photos.sql;

import dev.recollect.kit.rest.PageRequest;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** A page of what a query finds, together with how much that is. */
public final class Pages {
  private Pages() {}

  /**
   * @param total over all pages
   */
  public record Page<T>(List<T> items, long total) {}

  /** Counts, then reads the page; within the caller's session. */
  public static <T> Uni<Page<T>> of(PanacheQuery<T> query, PageRequest request) {
    return query
        .count()
        .chain(
            total ->
                query
                    .page(request.page() - 1, request.size())
                    .list()
                    .map(found -> new Page<>(found, total)));
  }
}
