package dev.recollect.photos.sql;

import dev.recollect.kit.rest.PageRequest;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.IntFunction;

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
                from(request, first -> query.range(first, first + request.size() - 1).list())
                    .map(found -> new Page<>(found, total)));
  }

  /**
   * Reads a page from its first row on; rows are counted in ints, so that beyond those there is
   * none.
   *
   * @param reading given how many rows to pass over
   */
  public static <T> Uni<List<T>> from(PageRequest request, IntFunction<Uni<List<T>>> reading) {
    return request.offset() + request.size() > Integer.MAX_VALUE
        ? Uni.createFrom().item(List.of())
        : reading.apply((int) request.offset());
  }
}
