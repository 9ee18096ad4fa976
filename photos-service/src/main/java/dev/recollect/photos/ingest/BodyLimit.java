package dev.recollect.photos.ingest;

import dev.recollect.kit.rest.BodyRefusal;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;

/**
 * Only uploads, which go to disk, may be large. Every other body is read into memory, so it must
 * say its length beforehand and stay small.
 */
@ApplicationScoped
public class BodyLimit {
  private static final long MOST_BYTES = 1 << 20;
  private static final int EARLY = 100;

  private final BodyRefusal refusal;

  BodyLimit(BodyRefusal refusal) {
    this.refusal = refusal;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, EARLY);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!request.path().startsWith("/api/") || isUpload(request) || isSmall(request)) {
      context.next();
      return;
    }
    refusal.send(context, "A body must say its length and have at most 1 MiB");
  }

  private static boolean isUpload(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  private static boolean isSmall(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
    }
    try {
      return Long.parseLong(length) <= MOST_BYTES;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }
}
