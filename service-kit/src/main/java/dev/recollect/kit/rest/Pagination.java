package dev.recollect.kit.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Where a page stands among its fellows. The mixed case is part of the wire contract.
 *
 * @param currentPage 1-based; 0 when there is nothing at all
 */
@RegisterForReflection
public record Pagination(
    long total,
    long currentPage,
    long totalPages,
    boolean hasNextPage,
    boolean hasPreviousPage,
    @JsonProperty("page_size") int pageSize) {

  public static Pagination of(PageRequest request, long total) {
    if (total == 0) {
      return new Pagination(0, 0, 0, false, false, request.size());
    }
    long pages = (total + request.size() - 1) / request.size();
    return new Pagination(
        total, request.page(), pages, request.page() < pages, request.page() > 1, request.size());
  }
}
