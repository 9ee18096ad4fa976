package dev.recollect.launcher.frontdoor;

import dev.recollect.launcher.settings.Placement;
import dev.recollect.launcher.settings.ServiceEntry;
import dev.recollect.launcher.settings.SuiteSettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pages that the front door answers itself: health of the whole, and one OpenAPI document of
 * all services.
 */
final class OwnPages {
  static final String HEALTH = "/q/health";
  static final String OPEN_API = "/openapi.json";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SuiteSettings settings;
  private final HttpClient client;

  OwnPages(SuiteSettings settings, HttpClient client) {
    this.settings = settings;
    this.client = client;
  }

  /** Answers if the path is one of these pages. */
  boolean answer(HttpServerRequest request) {
    switch (request.path()) {
      case HEALTH -> health(request);
      case OPEN_API -> openApi(request);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void health(HttpServerRequest request) {
    Map<ServiceEntry, Future<Boolean>> answers = new LinkedHashMap<>();
    settings
        .services()
        .forEach(
            (entry, place) ->
                answers.put(entry, get(place, "/q/health/ready").map(true).otherwise(false)));
    Future.join(answers.values().stream().toList())
        .onComplete(
            done -> {
              JsonArray checks = new JsonArray();
              answers.forEach(
                  (entry, up) ->
                      checks.add(
                          new JsonObject()
                              .put("name", entry.serviceName())
                              .put("status", up.result() ? "UP" : "DOWN")));
              boolean allUp = answers.values().stream().allMatch(Future::result);
              JsonObject body =
                  new JsonObject().put("status", allUp ? "UP" : "DOWN").put("checks", checks);
              Answers.send(request, allUp ? 200 : 503, body.toBuffer());
            });
  }

  private void openApi(HttpServerRequest request) {
    Map<ServiceEntry, Future<Buffer>> documents = new LinkedHashMap<>();
    settings
        .services()
        .forEach((entry, place) -> documents.put(entry, get(place, "/q/openapi?format=json")));
    Future.all(documents.values().stream().toList())
        .map(
            all -> {
              MergedOpenApi merged = new MergedOpenApi(settings.publicUrl().toString());
              documents.forEach(
                  (entry, document) ->
                      merged.add(entry.grpcName(), document.result().toJsonObject()));
              return merged.document().toBuffer();
            })
        .onSuccess(body -> Answers.send(request, 200, body))
        .onFailure(
            failure ->
                Answers.send(
                    request,
                    503,
                    Answers.error(
                        "A service does not answer, so the document would lack its part")));
  }

  private Future<Buffer> get(Placement place, String uri) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(place.url() + uri)
            .setTimeout(PATIENCE.toMillis());
    return client
        .request(options)
        .compose(request -> request.send())
        .compose(
            response ->
                response.statusCode() == 200
                    ? response.body()
                    : Future.failedFuture("status " + response.statusCode()));
  }
}
