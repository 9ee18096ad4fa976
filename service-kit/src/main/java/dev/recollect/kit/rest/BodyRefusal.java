package dev.recollect.kit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recollect.kit.error.ErrorCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Refuses a request before its body is read, as every other refusal looks. */
@ApplicationScoped
public class BodyRefusal {
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final ObjectMapper json;

  BodyRefusal(ObjectMapper json) {
    this.json = json;
  }

  /**
   * Answers 413 and closes the connection, on which the body may still be coming; not at once,
   * since a client that is still sending would then see a broken connection instead of the answer.
   */
  public void send(RoutingContext context, String message) {
    context
        .response()
        .setStatusCode(ErrorCode.PAYLOAD_TOO_LARGE.httpStatus())
        .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaderNames.CONNECTION, "close")
        .putHeader(RequestId.NAME, RequestId.of(context.request().getHeader(RequestId.NAME)))
        .endHandler(ended -> closeSoon(context))
        .end(Buffer.buffer(body(message)));
  }

  private static void closeSoon(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      request.connection().close();
      return;
    }
    long timer = context.vertx().setTimer(LINGER.toMillis(), over -> request.connection().close());
    request.handler(discarded -> {});
    request.endHandler(
        sent -> {
          context.vertx().cancelTimer(timer);
          request.connection().close();
        });
    request.resume();
  }

  private byte[] body(String message) {
    try {
      return json.writeValueAsBytes(Envelope.error(message));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
