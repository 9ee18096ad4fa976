package dev.recollect.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** What an operator sees of a running service that photos-service is a peer of. */
public final class ServiceEdge {
  private static final String PEERS = "peers";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;
  private final PhotosPeer peer;

  /**
   * For a service.
   *
   * @param service its address, with a slash at the end
   * @param peer its photos-service
   */
  public ServiceEdge(URI service, PhotosPeer peer) {
    this.service = service;
    this.peer = peer;
  }

  /**
   * Takes the peer away and brings it back; readiness follows.
   *
   * @param others every check of the service besides that of its peers
   * @throws AssertionError if there are other checks, or others are down
   */
  public void walkReadiness(Collection<String> others) {
    Map<String, String> checks = new TreeMap<>(Map.of(PEERS, "UP"));
    others.forEach(name -> checks.put(name, "UP"));
    awaitReadiness(200, checks);

    peer.setAway(true);
    try {
      Map<String, String> alone = new TreeMap<>(checks);
      alone.put(PEERS, "DOWN");
      awaitReadiness(503, alone);
    } finally {
      peer.setAway(false);
    }
    awaitReadiness(200, checks);
  }

  /** The first call of a peer loads much and may take longer than readiness waits. */
  private void awaitReadiness(int status, Map<String, String> checks) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = get("/q/health/ready");
              JsonNode health = JSON.readTree(answer.body());
              Map<String, String> real = new TreeMap<>();
              for (JsonNode check : health.path("checks")) {
                real.put(check.path("name").asText(), check.path("status").asText());
              }
              String overall = status == 200 ? "UP" : "DOWN";
              if (answer.statusCode() != status
                  || !health.path("status").asText().equals(overall)
                  || !real.equals(checks)) {
                throw new AssertionError(
                    "not %d %s %s but %d %s"
                        .formatted(status, overall, checks, answer.statusCode(), health));
              }
            });
  }

  /**
   * Reads the OpenAPI document.
   *
   * @throws AssertionError if its title is another one
   */
  public void checkTitle(String title) throws IOException, InterruptedException {
    String real = JSON.readTree(get("/q/openapi?format=json").body()).at("/info/title").asText();
    if (!real.equals(title)) {
      throw new AssertionError("the document is that of %s, not of %s".formatted(real, title));
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(service.resolve(path)).build(), BodyHandlers.ofString());
  }
}
