package dev.recollect.photos.sql;

import dev.recollect.kit.rest.PageRequest;
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

  /**
   * Counts entities, then reads the page; within the caller's session.
   *
   * @param number the column of their numbers
   * @param rows the table and what stands between it and the order, with {@code ?1} for the
   *     parameter
   */
  public static <T> Uni<Page<T>> of(
      Class<T> entity,
      String number,
      String rows,
      String order,
      PageRequest request,
      Object parameter) {
    String page = "select %s from %s order by %s limit ?2 offset ?3".formatted(number, rows, order);
    return Sql.value(Long.class, "select count(*) from " + rows, parameter)
        .chain(
            total ->
                from(
                        request,
                        first -> Sql.values(Long.class, page, parameter, request.size(), first))
                    .chain(numbers -> Sql.entities(entity, numbers))
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
