package dev.recollect.kit.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.kit.webhook.Receiver.Received;
import dev.recollect.testkit.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a receiver on the loopback interface. The clock is moved in the table. */
class WebhookTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long EVENT = 7;
  private static final PageRequest PAGE = new PageRequest(1, 100);
  private static TestServers servers;
  private static WebhookSystem system;

  private final CountDownLatch released = new CountDownLatch(1);
  private Receiver receiver;

  @BeforeAll
  static void start() throws Exception {
    servers = TestServers.get().withNewDatabase();
    system = new WebhookSystem(servers.jdbcUrl(), servers.user(), servers.password());
    system.migrate();
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @BeforeEach
  void receive() {
    receiver = new Receiver();
  }

  @AfterEach
  void clear() {
    released.countDown();
    system.execute("delete from webhook_endpoint");
    receiver.close();
  }

  private UUID endpoint(long event, String path) {
    return system
        .endpoints
        .create(event, receiver.url(path), WebhookSecret.generate())
        .endpointId();
  }

  private static void happened(long event, int number) {
    system.database.transact(
        transaction -> {
          system.webhooks.enqueue(
              transaction, event, "clip_search.completed", Map.of("number", number));
          return null;
        });
  }

  /** Sends what is due and waits until it is noted. */
  private static void send() {
    // From here on what is pending, tried and without a failure is under way.
    system.execute("update webhook_delivery set last_error = null where state = 'pending'");
    system.sender.run();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                system
                    .rows(
                        "select 1 from webhook_delivery where state = 'pending' and attempts > 0"
                            + " and last_error is null")
                    .isEmpty());
  }

  private static WebhookDelivery only(UUID endpoint) {
    List<WebhookDelivery> log = system.deliveries.page(EVENT, endpoint, Optional.empty(), PAGE);
    assertThat(log).hasSize(1);
    return log.getFirst();
  }

  private static void makeDue() {
    system.execute("update webhook_delivery set next_attempt_at = now() where state = 'pending'");
  }

  /** By the words of the specification, from what the receiver has. */
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
  void aSignatureIsThatOfTheSpecification() {
    WebhookSecret secret =
        new WebhookSecret(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    assertThat(secret.text()).isEqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(
            secret.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                "{\"test\": 2432232314}".getBytes(UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assertThat(secret).hasToString("WebhookSecret");
  }

  @Test
  void aReceiverIsToldAndCanVerifyIt() throws Exception {
    WebhookSecret secret = WebhookSecret.generate();
    WebhookEndpoint endpoint = system.endpoints.create(EVENT, receiver.url("/hook"), secret);
    Instant before = Instant.now();
    happened(EVENT, 5);

    send();

    WebhookDelivery delivery = only(endpoint.endpointId());
    assertThat(delivery.state()).isEqualTo("delivered");
    assertThat(delivery.attempts()).isEqualTo(1);
    assertThat(delivery.lastStatus()).isEqualTo(204);
    assertThat(delivery.lastError()).isNull();
    assertThat(delivery.nextAttemptAt()).isNull();
    assertThat(delivery.finishedAt()).isAfterOrEqualTo(delivery.createdAt());
    Received message = receiver.received().getFirst();
    assertThat(receiver.received()).hasSize(1);
    assertThat(message.path()).isEqualTo("/hook");
    assertThat(message.contentType()).isEqualTo("application/json");
    assertThat(message.id()).isEqualTo(delivery.deliveryId().toString());
    assertThat(message.timestamp())
        .isBetween(before.getEpochSecond(), Instant.now().getEpochSecond());
    assertThat(message.signature()).isEqualTo(signature(secret.text(), message));
    assertThat(message.body())
        .isEqualTo(delivery.payload())
        .matches(
            "\\{\"type\":\"clip_search.completed\",\"timestamp\":\"[0-9T:.-]+Z\",\"number\":5}");
  }

  @Test
  void anythingButSuccessIsTriedAgainLater() {
    UUID endpoint = endpoint(EVENT, "/");
    receiver.answer(500);
    happened(EVENT, 1);

    send();

    WebhookDelivery waiting = only(endpoint);
    assertThat(waiting.state()).isEqualTo("pending");
    assertThat(waiting.attempts()).isEqualTo(1);
    assertThat(waiting.lastStatus()).isEqualTo(500);
    assertThat(waiting.lastError()).isEqualTo("the receiver answered 500");
    assertThat(waiting.finishedAt()).isNull();
    assertThat(waiting.nextAttemptAt())
        .isBetween(waiting.createdAt().plusSeconds(8), Instant.now().plusSeconds(13));
    system.sender.run();
    assertThat(receiver.received()).hasSize(1);

    receiver.answer(200);
    makeDue();
    system.sender.run();
    await().atMost(LIMIT).until(() -> only(endpoint).state().equals("delivered"));

    assertThat(only(endpoint).attempts()).isEqualTo(2);
    assertThat(only(endpoint).lastStatus()).isEqualTo(200);
    assertThat(only(endpoint).lastError()).isNull();
    assertThat(receiver.received())
        .extracting(Received::id)
        .containsExactly(
            only(endpoint).deliveryId().toString(), only(endpoint).deliveryId().toString());
  }

  @Test
  void redirectsAreNotFollowedAndAReceiverSaysWhenToComeBack() {
    UUID endpoint = endpoint(EVENT, "/old");
    receiver.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/new");
          exchange.getResponseHeaders().set("Retry-After", "3600");
          exchange.sendResponseHeaders(308, -1);
        });
    happened(EVENT, 1);

    send();

    assertThat(receiver.received()).extracting(Received::path).containsExactly("/old");
    assertThat(only(endpoint).lastStatus()).isEqualTo(308);
    assertThat(only(endpoint).nextAttemptAt())
        .isBetween(only(endpoint).createdAt().plusSeconds(3600), Instant.now().plusSeconds(3601));
  }

  @Test
  void afterADayItIsGivenUpAndAPersonCanSendItAgain() {
    UUID endpoint = endpoint(EVENT, "/");
    receiver.answer(503);
    happened(EVENT, 1);
    assertThat(
            system.rows(
                "select give_up_at - created_at = interval '24 hours' from webhook_delivery"))
        .containsExactly("t");
    send();
    // No attempt is put off beyond the end.
    system.execute(
        "update webhook_delivery set give_up_at = now() + interval '1 minute', attempts = 9,"
            + " next_attempt_at = now()");
    send();
    assertThat(system.rows("select next_attempt_at = give_up_at from webhook_delivery"))
        .containsExactly("t");
    assertThat(only(endpoint).state()).isEqualTo("pending");
    system.execute(
        "update webhook_delivery set give_up_at = now() - interval '1 second',"
            + " next_attempt_at = now()");

    send();

    WebhookDelivery failed = only(endpoint);
    assertThat(failed.state()).isEqualTo("failed");
    assertThat(failed.attempts()).isEqualTo(11);
    assertThat(failed.lastError()).isEqualTo("the receiver answered 503");
    assertThat(failed.nextAttemptAt()).isNull();
    assertThat(failed.finishedAt()).isNotNull();
    system.sender.run();
    assertThat(receiver.received()).hasSize(3);

    receiver.answer(204);
    system.deliveries.redeliver(EVENT, endpoint, failed.deliveryId());
    send();

    assertThat(only(endpoint).state()).isEqualTo("delivered");
    assertThat(only(endpoint).attempts()).isEqualTo(1);
    assertThat(receiver.received().getLast().id()).isEqualTo(failed.deliveryId().toString());
    assertThatThrownBy(() -> system.deliveries.redeliver(EVENT + 1, endpoint, failed.deliveryId()))
        .hasMessage("Webhook delivery not found");
  }

  @Test
  void onlyWhatIsCommittedIsToldAndOnlyToActiveEndpointsOfTheEvent() {
    endpoint(EVENT, "/first");
    endpoint(EVENT, "/second");
    UUID inactive = endpoint(EVENT, "/inactive");
    endpoint(EVENT + 1, "/other");
    system.endpoints.change(EVENT, inactive, Optional.empty(), Optional.of(false));
    happened(EVENT, 1);
    assertThatThrownBy(
            () ->
                system.database.transact(
                    transaction -> {
                      system.webhooks.enqueue(transaction, EVENT, "lost", Map.of());
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    send();

    assertThat(receiver.received())
        .extracting(Received::path)
        .containsExactlyInAnyOrder("/first", "/second");
    assertThat(receiver.received()).extracting(Received::id).doesNotHaveDuplicates();
  }

  @Test
  void whatIsInLineForAnEndpointWaitsWhileItIsInactive() {
    UUID endpoint = endpoint(EVENT, "/");
    happened(EVENT, 1);
    system.endpoints.change(EVENT, endpoint, Optional.empty(), Optional.of(false));
    system.sender.run();
    assertThat(only(endpoint).attempts()).isZero();

    system.endpoints.change(EVENT, endpoint, Optional.empty(), Optional.of(true));
    send();

    assertThat(only(endpoint).state()).isEqualTo("delivered");
  }

  @Test
  void whatWaitsForAnInactiveEndpointEndsWhenItsTimeIsUp() {
    UUID endpoint = endpoint(EVENT, "/");
    happened(EVENT, 1);
    system.endpoints.change(EVENT, endpoint, Optional.empty(), Optional.of(false));
    system.expiry.run();
    assertThat(only(endpoint).state()).isEqualTo("pending");

    system.execute("update webhook_delivery set give_up_at = now() - interval '1 second'");
    system.expiry.run();

    WebhookDelivery ended = only(endpoint);
    assertThat(ended.state()).isEqualTo("failed");
    assertThat(ended.lastError()).isEqualTo("the endpoint was not active");
    assertThat(ended.nextAttemptAt()).isNull();
    assertThat(ended.finishedAt()).isNotNull();
  }

  @Test
  void aReceiverThatIsGoneIsToldNoMore() {
    UUID endpoint = endpoint(EVENT, "/");
    receiver.answer(410);
    happened(EVENT, 1);

    send();
    happened(EVENT, 2);

    assertThat(only(endpoint).state()).isEqualTo("failed");
    assertThat(only(endpoint).lastStatus()).isEqualTo(410);
    assertThat(system.endpoints.list(EVENT))
        .extracting(WebhookEndpoint::active)
        .containsExactly(false);
  }

  @Test
  void aPrivateAddressIsRefusedWithTheReasonInTheLog() {
    String message = "10.0.0.1 is not called: it lies in a private network";
    assertThatThrownBy(
            () -> system.endpoints.create(EVENT, "http://10.0.0.1/", WebhookSecret.generate()))
        .isInstanceOfSatisfying(
            RecollectException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FIELD))
        .hasMessage("url: " + message);
    UUID endpoint = endpoint(EVENT, "/");
    assertThatThrownBy(
            () ->
                system.endpoints.change(
                    EVENT, endpoint, Optional.of("http://10.0.0.1/"), Optional.empty()))
        .hasMessage("url: " + message);
    // As when a name leads elsewhere later.
    system.execute("update webhook_endpoint set url = 'http://10.0.0.1/'");
    happened(EVENT, 1);

    send();

    assertThat(only(endpoint).state()).isEqualTo("pending");
    assertThat(only(endpoint).lastStatus()).isNull();
    assertThat(only(endpoint).lastError()).isEqualTo(message);
  }

  @Test
  void aNewSecretSignsBesideTheOldOneForADay() throws Exception {
    WebhookSecret old = WebhookSecret.generate();
    WebhookSecret next = WebhookSecret.generate();
    UUID endpoint = system.endpoints.create(EVENT, receiver.url("/"), old).endpointId();
    system.endpoints.changeSecret(EVENT, endpoint, next);
    happened(EVENT, 1);
    send();
    system.execute("update webhook_endpoint set previous_until = now()");
    happened(EVENT, 2);
    send();

    Received both = receiver.received().getFirst();
    Received one = receiver.received().getLast();
    assertThat(both.signature())
        .isEqualTo(signature(next.text(), both) + " " + signature(old.text(), both));
    assertThat(one.signature()).isEqualTo(signature(next.text(), one));
  }

  @Test
  void anEventHasTenEndpointsAtMost() {
    for (int n = 0; n < 10; n++) {
      endpoint(EVENT, "/" + n);
    }

    assertThatThrownBy(() -> endpoint(EVENT, "/10"))
        .isInstanceOfSatisfying(
            RecollectException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(endpoint(EVENT + 1, "/")).isNotNull();
  }

  @Test
  void nobodyGetsAnEleventhEndpointByAskingAtTheSameTime() throws Exception {
    List<Future<UUID>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < 24; n++) {
        asked.add(threads.submit(() -> endpoint(EVENT, "/")));
      }
    }

    assertThat(asked).filteredOn(answer -> answer.state() == Future.State.SUCCESS).hasSize(10);
    assertThat(system.endpoints.list(EVENT)).hasSize(10);
  }

  @Test
  void aSlowReceiverOfOneEventHoldsUpNobodyElses() {
    UUID slow = endpoint(EVENT, "/slow");
    endpoint(EVENT + 1, "/quick");
    receiver.answer(
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/slow")) {
            hold();
          }
          exchange.sendResponseHeaders(204, -1);
        });
    for (int n = 0; n < 6; n++) {
      happened(EVENT, n);
    }
    happened(EVENT + 1, 1);

    // Not more than four are under way whoever runs when; those of an earlier test may still count.
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              system.sender.run();
              return receiver.received().size() == 5;
            });
    system.sender.run();

    assertThat(receiver.received())
        .extracting(Received::path)
        .containsExactlyInAnyOrder("/quick", "/slow", "/slow", "/slow", "/slow");
    released.countDown();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              system.sender.run();
              return system.deliveries.count(EVENT, slow, Optional.of("delivered")) == 6;
            });
    assertThat(receiver.received()).hasSize(7);
  }

  private void hold() {
    try {
      released.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aReplicaKilledInTheMiddleOfADeliveryLosesNothing() throws Exception {
    UUID endpoint = endpoint(EVENT, "/");
    receiver.answer(exchange -> hold());
    happened(EVENT, 1);
    Process replica =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx128m",
                WebhookSenderProcess.class.getName(),
                servers.jdbcUrl(),
                servers.user(),
                servers.password())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> receiver.received().size() == 1);
    } finally {
      replica.destroyForcibly();
    }
    assertThat(replica.waitFor(30, TimeUnit.SECONDS)).isTrue();
    released.countDown();
    receiver.answer(204);
    assertThat(only(endpoint).state()).isEqualTo("pending");
    // Nobody else has it before the killed replica's lease is over.
    system.sender.run();
    assertThat(only(endpoint).attempts()).isEqualTo(1);
    makeDue();

    system.sender.run();
    await().atMost(LIMIT).until(() -> only(endpoint).state().equals("delivered"));

    assertThat(only(endpoint).attempts()).isEqualTo(2);
    assertThat(receiver.received())
        .extracting(Received::id)
        .containsExactly(
            only(endpoint).deliveryId().toString(), only(endpoint).deliveryId().toString());
  }

  @Test
  void theLogForgetsWhatEndedLongAgo() {
    UUID endpoint = endpoint(EVENT, "/");
    happened(EVENT, 1);
    happened(EVENT, 2);
    send();
    happened(EVENT, 3);
    system.execute(
        "update webhook_delivery set finished_at = now() - interval '31 days'"
            + " where payload like '%:1}'");

    system.expiry.run();

    assertThat(system.deliveries.page(EVENT, endpoint, Optional.empty(), PAGE))
        .extracting(WebhookDelivery::payload)
        .allMatch(payload -> payload.endsWith(":2}") || payload.endsWith(":3}"))
        .hasSize(2);
    system.database.transact(
        transaction -> {
          system.webhooks.removeEvent(transaction, EVENT);
          return null;
        });
    assertThat(system.rows("select * from webhook_delivery")).isEmpty();
  }
}
