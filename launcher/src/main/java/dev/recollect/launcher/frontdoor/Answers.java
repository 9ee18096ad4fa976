package dev.recollect.launcher.frontdoor;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the front door says itself, in the suite's envelope. */
final class Answers {
  static final String REQUEST_ID = "X-Request-Id";
  static final String JSON = "application/json;charset=UTF-8";

  private static final Pattern SANE_REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private Answers() {}

  /** The caller's request id if it is a sane one, otherwise a new one. */
  static String requestId(HttpServerRequest request) {
    String inbound = request.getHeader(REQUEST_ID);
    return inbound != null && SANE_REQUEST_ID.matcher(inbound).matches()
        ? inbound
        : UUID.randomUUID().toString();
  }

  static Buffer error(String message) {
    return new JsonObject()
        .put("responseType", "error")
        .put("message", message)
        .putNull("data")
        .toBuffer();
  }

  static void send(HttpServerRequest request, int status, Buffer body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", JSON)
        .putHeader(REQUEST_ID, requestId(request))
        .end(body);
  }
}
