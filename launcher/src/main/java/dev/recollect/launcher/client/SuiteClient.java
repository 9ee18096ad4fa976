package dev.recollect.launcher.client;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Calls the suite through its front door. Safe for use by several threads. */
public final class SuiteClient {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
  private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(15);
  private static final String JSON = "application/json";

  private final URI base;
  private final String apiKey;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();

  /**
   * A client with a key.
   *
   * @param base of the front door, without a path
   */
  public SuiteClient(URI base, String apiKey) {
    this.base = base;
    this.apiKey = apiKey;
  }

  /** The envelope's data of a GET. */
  public JsonObject get(String path) throws ApiException {
    return send(request(path).timeout(CALL_LIMIT).GET().build());
  }

  /** The envelope's data of a POST. */
  public JsonObject post(String path, JsonObject body) throws ApiException {
    return send(
        request(path)
            .timeout(CALL_LIMIT)
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofString(body.encode()))
            .build());
  }

  /**
   * The envelope's data of a multipart POST; the files are read as they are sent.
   *
   * @param field name of each file's part
   * @throws IOException if a file cannot be read
   */
  public JsonObject upload(String path, String field, List<Path> files)
      throws ApiException, IOException {
    MultipartFiles multipart = new MultipartFiles(field, files);
    BodyPublisher body = multipart.body();
    return send(
        request(path)
            .timeout(UPLOAD_LIMIT)
            .header("Content-Type", multipart.contentType())
            .POST(body)
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("X-API-Key", apiKey)
        .header("Accept", JSON);
  }

  private JsonObject send(HttpRequest request) throws ApiException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonObject envelope = envelope(response);
      if (response.statusCode() != 200) {
        throw ApiException.refused(
            response.statusCode(),
            envelope.getString("message", "status " + response.statusCode()),
            retryAfter(response));
      }
      return envelope.getJsonObject("data", new JsonObject());
    } catch (IOException e) {
      throw ApiException.unanswered("%s does not answer: %s".formatted(base, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.unanswered("interrupted", e);
    }
  }

  private static JsonObject envelope(HttpResponse<String> response) {
    try {
      return new JsonObject(response.body());
    } catch (DecodeException e) {
      return new JsonObject();
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,4}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }
}
