package dev.recollect.photos.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.rest.Envelope;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Only uploads, which go to disk, may be large. Every other body is read into memory, so it must
 * say its length beforehand and stay small.
 */
@ApplicationScoped
public class BodyLimit {
  private static final long MOST_BYTES = 1 << 20;
  private static final int EARLY = 100;

  private final ObjectMapper json;

  BodyLimit(ObjectMapper json) {
    this.json = json;
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
    context
        .response()
        .setStatusCode(ErrorCode.PAYLOAD_TOO_LARGE.httpStatus())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(answer());
  }

  private static boolean isUpload(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.startsWith("multipart/form-data");
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

  private String answer() {
    try {
      return json.writeValueAsString(
          Envelope.error("A body must say its length and have at most 1 MiB"));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
