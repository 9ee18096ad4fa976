package dev.recollect.clipping;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.sun.net.httpserver.HttpServer;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.webhook.Webhooks;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.Scope;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhooks of the kit as an organiser meets them, with the job engine that sends them. */
@QuarkusTest
class WebhookApiTest extends ServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final AtomicLong EVENTS = new AtomicLong(7_000_000);

  @Inject Webhooks webhooks;
  @Inject Database database;

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private HttpServer receiver;
  private long event;
  private String admin;

  private record Received(String id, String timestamp, String signature, String body) {}

  @BeforeEach
  void open() throws IOException {
    event = EVENTS.incrementAndGet();
    peer.put(Event.newBuilder().setEventId(event).setOrganisationId(7).build());
    admin = peer.key(7, Scope.SCOPE_ADMIN);
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            received.add(
                new Received(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    receiver.start();
  }

  @AfterEach
  void close() {
    receiver.stop(0);
  }

  private String receiverUrl() {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
  }

  private ValidatableResponse call(String method, String path, Object body) {
    var request = given().header("X-API-Key", admin);
    if (body != null) {
      request.contentType(ContentType.JSON).body(body);
    }
    return request.request(method, "/api/v1/admin/events/" + event + "/webhooks" + path).then();
  }

  private void happened(String type) {
    database.transact(
        transaction -> {
          webhooks.enqueue(transaction, event, type, Map.of("event_id", event));
          return null;
        });
  }

  private void awaitDeliveries(String endpoint, int number) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              call("GET", endpoint + "/deliveries?state=delivered", null)
                  .body("data.pagination.total", equalTo(number));
              assertThat(received).hasSize(number);
            });
  }

  private static String signature(String secret, Received message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
    byte[] signed =
        mac.doFinal(
            (message.id() + "." + message.timestamp() + "." + message.body()).getBytes(UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(signed);
  }

  @Test
  void anEndpointIsToldWhatHappenedAndTheLogSaysSo() throws Exception {
    var created =
        call("POST", "", Map.of("url", receiverUrl()))
            .statusCode(200)
            .body("message", startsWith("Webhook endpoint added"))
            .body("data.endpoint.url", equalTo(receiverUrl()))
            .body("data.endpoint.active", equalTo(true))
            .extract();
    String secret = created.path("data.secret");
    String endpoint = "/" + created.path("data.endpoint.endpoint_id");
    assertThat(call("GET", "", null).statusCode(200).extract().asString())
        .contains(receiverUrl())
        .doesNotContain("whsec_", "secret");
    happened("run.started");

    awaitDeliveries(endpoint, 1);

    Received first = received.getFirst();
    assertThat(first.signature()).isEqualTo(signature(secret, first));
    call("GET", endpoint + "/deliveries", null)
        .statusCode(200)
        .body("data.deliveries[0].delivery_id", equalTo(first.id()))
        .body("data.deliveries[0].type", equalTo("run.started"))
        .body("data.deliveries[0].payload.type", equalTo("run.started"))
        .body("data.deliveries[0].payload.event_id", equalTo((int) event))
        .body("data.deliveries[0].state", equalTo("delivered"))
        .body("data.deliveries[0].attempts", equalTo(1))
        .body("data.deliveries[0].last_status", equalTo(204))
        .body("data.deliveries[0].last_error", nullValue())
        .body("data.deliveries[0].next_attempt_at", nullValue());
    String next =
        call("POST", endpoint + "/secret", null).statusCode(200).extract().path("data.secret");

    call("POST", endpoint + "/deliveries/" + first.id() + "/redeliver", null)
        .statusCode(200)
        .body("data.delivery_id", equalTo(first.id()));

    await().atMost(LIMIT).until(() -> received.size() == 2);
    Received again = received.getLast();
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.signature())
        .isEqualTo(signature(next, again) + " " + signature(secret, again));
  }

  @Test
  void endpointsAreChangedAndGoWithTheirEvent() {
    String endpoint =
        "/"
            + call("POST", "", Map.of("url", receiverUrl()))
                .extract()
                .path("data.endpoint.endpoint_id");
    call("PATCH", endpoint, Map.of("active", false))
        .statusCode(200)
        .body("data.active", equalTo(false))
        .body("data.url", equalTo(receiverUrl()));
    call("PATCH", endpoint, Map.of("url", receiverUrl() + "/new"))
        .statusCode(200)
        .body("data.active", equalTo(false))
        .body("data.url", equalTo(receiverUrl() + "/new"));
    call("POST", "", Map.of("url", receiverUrl()));
    call("DELETE", endpoint, null).statusCode(200).body("data", nullValue());
    call("DELETE", endpoint, null).statusCode(404);
    call("GET", "", null).body("data.endpoints.size()", equalTo(1));

    peer.deleteEvent(event);

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        database.<Boolean>read(
                            connection ->
                                Sql.of("select 1 from webhook_endpoint where event_id = ?", event)
                                    .exists(connection)))
                    .isFalse());
  }

  @Test
  void whatCannotBeIsRefused() {
    call("POST", "", Map.of("url", "http://10.0.0.1/"))
        .statusCode(422)
        .body("message", equalTo("url: 10.0.0.1 is not called: it lies in a private network"));
    call("POST", "", Map.of("url", " ")).statusCode(422);
    call("POST", "", Map.of()).statusCode(422).body("message", startsWith("url: "));
    String unknown = "/" + UUID.randomUUID();
    for (String path : List.of(unknown, "/x")) {
      call("PATCH", path, Map.of("active", true)).statusCode(404);
      call("POST", path + "/secret", null).statusCode(404);
      call("GET", path + "/deliveries", null)
          .statusCode(404)
          .body("message", equalTo("Webhook endpoint not found"));
      call("POST", path + "/deliveries" + unknown + "/redeliver", null).statusCode(404);
    }
    call("GET", unknown + "/deliveries?state=lost", null)
        .statusCode(422)
        .body("message", equalTo("state: must be pending, delivered or failed"));
    call("GET", unknown + "/deliveries?page_size=101", null).statusCode(422);
  }

  @Test
  void onlyTheOrganisationsAdministratorsMayUseThem() {
    admin = peer.key(7, Scope.SCOPE_READ, Scope.SCOPE_INGEST);
    call("GET", "", null).statusCode(403);
    admin = peer.key(8, Scope.SCOPE_ADMIN);
    call("GET", "", null).statusCode(404);
    given().get("/api/v1/admin/events/" + event + "/webhooks").then().statusCode(401);
  }
}
