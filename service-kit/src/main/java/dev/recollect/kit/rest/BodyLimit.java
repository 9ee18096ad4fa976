package dev.recollect.kit.rest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses a request whose announced body is over the limit in the contract's envelope. Quarkus
 * refuses it too, but further down the line and without a body.
 */
@ApplicationScoped
class BodyLimit {
  /** Before everything that reads bodies. */
  private static final int PRIORITY = 100;

  private final long limitBytes;
  private final BodyRefusal refusal;

  BodyLimit(VertxHttpConfig http, BodyRefusal refusal) {
    this.limitBytes =
        http.limits().maxBodySize().map(size -> size.asLongValue()).orElse(Long.MAX_VALUE);
    this.refusal = refusal;
  }

  void install(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext context) {
    if (announcedBytes(context.request()) <= limitBytes) {
      context.next();
      return;
    }
    refusal.send(context, "Request Entity Too Large");
  }

  /** 0 for a body without an announced length, whose bytes are counted as they come. */
  private static long announcedBytes(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException malformed) {
      return 0;
    }
  }
}
