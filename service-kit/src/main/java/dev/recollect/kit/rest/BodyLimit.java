package dev.recollect.kit.rest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps large bodies out of the memory. Uploads, which go to disk, and what is read piece by piece
 * ({@link BodyConfig#streamedAt}) may be as large as Quarkus is told; every other body is read as a
 * whole, so it must say its length beforehand and stay small. Refusals come in the contract's
 * envelope, which those of Quarkus, further down the line, do not.
 */
@ApplicationScoped
class BodyLimit {
  private static final long MOST_IN_MEMORY = 1 << 20;

  /** Before everything that reads bodies. */
  private static final int FIRST = 100;

  /** After Quarkus has set its own limit for what says no length. */
  private static final int AFTER_QUARKUS = 1;

  private final long limitBytes;
  private final Optional<Pattern> streamedAt;
  private final BodyRefusal refusal;

  BodyLimit(VertxHttpConfig http, BodyConfig config, BodyRefusal refusal) {
    this.limitBytes =
        http.limits().maxBodySize().map(size -> size.asLongValue()).orElse(Long.MAX_VALUE);
    this.streamedAt = config.streamedAt();
    this.refusal = refusal;
  }

  void install(@Observes Filters filters) {
    filters.register(this::check, FIRST);
    filters.register(this::count, AFTER_QUARKUS);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    long announced = announcedBytes(request);
    if (announced > limitBytes) {
      refusal.send(context, "Request Entity Too Large");
    } else if ((announced > MOST_IN_MEMORY || isChunked(request)) && isHeldInMemory(context)) {
      refusal.send(context, "A body must say its length and have at most 1 MiB");
    } else {
      context.next();
    }
  }

  /** HTTP/2 does not tell a body without a length from none: Quarkus breaks it off. */
  private void count(RoutingContext context) {
    if (context.request().getHeader(HttpHeaderNames.CONTENT_LENGTH) == null
        && isHeldInMemory(context)) {
      context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, MOST_IN_MEMORY);
    }
    context.next();
  }

  private static boolean isChunked(HttpServerRequest request) {
    return request.getHeader(HttpHeaderNames.TRANSFER_ENCODING) != null;
  }

  /** Where Quarkus allows more. gRPC, not under this path, has its own limit for messages. */
  private boolean isHeldInMemory(RoutingContext context) {
    String path = context.normalizedPath();
    return limitBytes > MOST_IN_MEMORY
        && path.startsWith("/api/")
        && !isUpload(context.request())
        && streamedAt.filter(large -> large.matcher(path).matches()).isEmpty();
  }

  private static boolean isUpload(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaderNames.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  /** 0 for a body without an announced length. */
  private static long announcedBytes(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException malformed) {
      return 0;
    }
  }
}
