package dev.recollect.kit.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.recollect.kit.ConfigReader;
import dev.recollect.kit.outbound.OutboundException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server on the loopback interface, known under the name of a host that is allowed. */
class OutboundTest {
  private static final String HOST = "videos.example";
  private static final OutboundLimits LIMITS =
      new OutboundLimits(1_000_000, Duration.ofSeconds(30));

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> lookups = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    never.countDown();
    server.stop(0);
  }

  private void on(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            handler.handle(exchange);
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.getBytes(UTF_8));
  }

  private void redirect(String path, String location) {
    on(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          answer(exchange, 302, "");
        });
  }

  private String url(String path) {
    return "http://" + HOST + ":" + server.getAddress().getPort() + path;
  }

  private Outbound outbound(String... settings) {
    Map<String, String> properties = new HashMap<>();
    properties.put("recollect.outbound.allowed-hosts", HOST);
    for (int i = 0; i < settings.length; i += 2) {
      properties.put("recollect.outbound." + settings[i], settings[i + 1]);
    }
    return new Outbound(
        ConfigReader.read(OutboundConfig.class, properties), this::resolve, new OkHttpClient());
  }

  /** Names that are used here; the system's resolver for all others. */
  private InetAddress[] resolve(String host) throws UnknownHostException {
    lookups.add(host);
    return switch (host) {
      case HOST -> new InetAddress[] {InetAddress.getLoopbackAddress()};
      case "half.example" ->
          new InetAddress[] {InetAddress.ofLiteral("192.0.3.1"), InetAddress.ofLiteral("10.0.0.7")};
      case "slow.example" -> {
        await(never);
        throw new UnknownHostException(host);
      }
      case "missing.example" -> throw new UnknownHostException(host);
      default -> InetAddress.getAllByName(host);
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void fails(Kind kind, String message, ThrowingCallable call) {
    OutboundException failure = catchThrowableOfType(OutboundException.class, call);
    assertThat(failure).hasMessage(message);
    assertThat(failure.kind()).isEqualTo(kind);
  }

  private static String text(OutboundResponse response) throws IOException {
    try (response) {
      return new String(response.body().readAllBytes(), UTF_8);
    }
  }

  @Test
  void aFetchGivesStatusHeadersAndBody() throws IOException {
    on(
        "/a",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "video/mp4");
          answer(exchange, 404, "nothing");
        });

    try (OutboundResponse response = outbound().get(url("/a?b=c"), LIMITS)) {
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.successful()).isFalse();
      assertThat(response.header("content-type")).contains("video/mp4");
      assertThat(text(response)).isEqualTo("nothing");
    }
    assertThat(requests).containsExactly("GET /a?b=c");
  }

  @Test
  void aPostSendsItsHeadersAndBodyAndAnswersRedirectsAsTheyAre() throws IOException {
    List<String> received = new CopyOnWriteArrayList<>();
    on(
        "/hook",
        exchange -> {
          received.add(exchange.getRequestHeaders().getFirst("Content-Type"));
          received.add(exchange.getRequestHeaders().getFirst("X-A"));
          received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          answer(exchange, 307, "moved");
        });

    OutboundResponse response =
        outbound()
            .post(
                url("/hook"),
                Map.of("Content-Type", "application/json", "X-A", "b"),
                "{}".getBytes(UTF_8),
                LIMITS);

    assertThat(response.status()).isEqualTo(307);
    assertThat(text(response)).isEqualTo("moved");
    assertThat(received).containsExactly("application/json", "b", "{}");
    assertThat(requests).containsExactly("POST /hook");
  }

  @ParameterizedTest
  @CsvSource({
    "'', the address is no http or https URL",
    "videos.example, the address is no http or https URL",
    "ftp://videos.example/a, the address is no http or https URL",
    "file:///etc/passwd, the address is no http or https URL",
    "http://me@videos.example/, the address must not carry a user name or password",
    "http://:word@videos.example/, the address must not carry a user name or password",
    "http://one.example:22/, 'port 22 is not called; these are: [80, 443, 8080, 8443]'",
    "https://localhost/, localhost is not called: it lies in this machine",
    "http://127.0.0.1/, 127.0.0.1 is not called: it lies in this machine",
    "http://127.1/, 127.1 is not called: it lies in this machine",
    "http://2130706433/, 2130706433 is not called: it lies in this machine",
    "http://0177.0.0.1/, 0177.0.0.1 is not called: addresses are written as four decimal numbers",
    "http://[::1]:8080/, '::1 is not called: it lies in this machine'",
    "http://[::ffff:10.0.0.1]/, '10.0.0.1 is not called: it lies in a private network'",
    "http://192.168.1.1/, 192.168.1.1 is not called: it lies in a private network",
    "http://169.254.169.254/latest/meta-data, '169.254.169.254 is not called: it lies in the local"
        + " link, where clouds keep their metadata'",
    // One of its addresses is public, the other is not.
    "http://half.example/, half.example is not called: it lies in a private network"
  })
  void anAddressThatIsNotToBeCalledIsRefused(String address, String message) {
    fails(Kind.REFUSED, message, () -> outbound().get(address, LIMITS));
    fails(Kind.REFUSED, message, () -> outbound().post(address, Map.of(), new byte[0], LIMITS));
    fails(Kind.REFUSED, message, () -> outbound().check(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://0x7f.1/", "http://[fe80::1%25lo]/"})
  void unusualSpellingsOfLocalAddressesAreNotCalled(String address) {
    assertThatThrownBy(() -> outbound("connect-timeout", "2s").get(address, LIMITS))
        .isInstanceOf(OutboundException.class);
  }

  @Test
  void anAddressOfUnreasonableLengthIsRefused() {
    fails(
        Kind.REFUSED,
        "the address is longer than 2048 characters",
        () -> outbound().check(url("/" + "a".repeat(2048))));
  }

  @Test
  void aHostThatCannotBeFoundIsNamed() {
    fails(
        Kind.UNREACHABLE,
        "the host missing.example cannot be found",
        () -> outbound().get("http://missing.example/", LIMITS));
    fails(
        Kind.TIMED_OUT,
        "the host slow.example was not found in time",
        () -> outbound("connect-timeout", "50ms").get("http://slow.example/", LIMITS));
  }

  @Test
  void theConnectionGoesToTheAddressThatWasChecked() throws IOException {
    List<String> hosts = new CopyOnWriteArrayList<>();
    on(
        "/a",
        exchange -> {
          hosts.add(exchange.getRequestHeaders().getFirst("Host"));
          answer(exchange, 200, "x");
        });

    text(outbound().get(url("/a"), LIMITS));

    assertThat(lookups).containsExactly(HOST);
    assertThat(hosts).containsExactly(HOST + ":" + server.getAddress().getPort());
  }

  @Test
  void redirectsAreFollowedAndEachIsCheckedAnew() throws IOException {
    redirect("/a", "b?c");
    redirect("/b", url("/d"));
    on("/d", exchange -> answer(exchange, 200, "there"));

    OutboundResponse response = outbound().get(url("/a"), LIMITS);

    assertThat(text(response)).isEqualTo("there");
    assertThat(requests).containsExactly("GET /a", "GET /b?c", "GET /d");
    assertThat(lookups).containsExactly(HOST, HOST, HOST);
  }

  @Test
  void aRedirectToAPrivateAddressIsRefused() {
    redirect("/a", "http://127.0.0.1:8080/secret");
    redirect("/b", "http://half.example/secret");
    redirect("/c", "file:///etc/passwd");
    redirect("/d", "http://me:word@" + HOST + "/secret");
    on("/secret", exchange -> answer(exchange, 200, "secret"));

    fails(
        Kind.REFUSED,
        "127.0.0.1 is not called: it lies in this machine",
        () -> outbound().get(url("/a"), LIMITS));
    fails(
        Kind.REFUSED,
        "half.example is not called: it lies in a private network",
        () -> outbound().get(url("/b"), LIMITS));
    fails(
        Kind.REFUSED,
        "redirected, but not to an http or https URL",
        () -> outbound().get(url("/c"), LIMITS));
    fails(
        Kind.REFUSED,
        "the address must not carry a user name or password",
        () -> outbound().get(url("/d"), LIMITS));
    assertThat(requests).containsExactly("GET /a", "GET /b", "GET /c", "GET /d");
  }

  @Test
  void redirectsWithoutEndAreGivenUp() {
    redirect("/round", "/round");

    fails(
        Kind.REFUSED,
        "redirected more than 2 times",
        () -> outbound("max-redirects", "2").get(url("/round"), LIMITS));
    assertThat(requests).hasSize(3);
  }

  @Test
  void anAnswerThatIsTooLargeIsRefusedAsSoonAsThatIsKnown() throws IOException {
    on("/announced", exchange -> answer(exchange, 200, "x".repeat(1001)));
    on(
        "/streamed",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[1001]);
        });
    on("/fits", exchange -> answer(exchange, 200, "x".repeat(1000)));
    OutboundLimits limits = new OutboundLimits(1000, Duration.ofSeconds(30));
    String message = "the answer is larger than 1000 bytes";

    fails(Kind.TOO_LARGE, message, () -> outbound().get(url("/announced"), limits));
    try (OutboundResponse response = outbound().get(url("/streamed"), limits)) {
      fails(Kind.TOO_LARGE, message, () -> response.body().readAllBytes());
    }
    assertThat(text(outbound().get(url("/fits"), limits))).hasSize(1000);
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() throws IOException {
    on("/mute", exchange -> await(never));
    on(
        "/stuck",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write('a');
          exchange.getResponseBody().flush();
          await(never);
        });
    Outbound outbound = outbound("idle-timeout", "500ms");

    fails(
        Kind.TIMED_OUT,
        "videos.example did not answer in time",
        () -> outbound.get(url("/mute"), LIMITS));
    try (OutboundResponse response = begun(outbound, url("/stuck"))) {
      fails(Kind.TIMED_OUT, "videos.example did not answer in time", () -> response.body().read());
    }
  }

  /** An answer whose first byte, an a, came in time: on a busy machine not always at once. */
  private static OutboundResponse begun(Outbound outbound, String url) throws IOException {
    for (int attempt = 1; ; attempt++) {
      OutboundResponse response = null;
      try {
        response = outbound.get(url, LIMITS);
        assertThat(response.body().read()).isEqualTo('a');
        return response;
      } catch (OutboundException late) {
        if (response != null) {
          response.close();
        }
        if (attempt == 20) {
          throw late;
        }
      }
    }
  }

  @Test
  void anAnswerWithoutEndIsGivenUp() throws IOException {
    on(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (never.getCount() > 0) {
            exchange.getResponseBody().write(new byte[100]);
          }
        });
    redirect("/round", "/round");

    OutboundLimits half = new OutboundLimits(Long.MAX_VALUE, Duration.ofMillis(500));
    fails(
        Kind.TIMED_OUT,
        "videos.example did not answer in time",
        () -> {
          try (OutboundResponse response = outbound().get(url("/endless"), half)) {
            response.body().transferTo(OutputStream.nullOutputStream());
          }
        });
  }

  @Test
  void aConnectionThatIsRefusedOrBreaksIsSaidSo() throws IOException {
    on(
        "/cut",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          throw new IOException("cut off by the test");
        });
    try (OutboundResponse response = outbound().get(url("/cut"), LIMITS)) {
      fails(
          Kind.UNREACHABLE,
          "the connection to videos.example failed or broke",
          () -> response.body().readAllBytes());
    }
    // A port that is held and not listened to: nobody else can come to answer there.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String gone = "http://" + HOST + ":" + held.getLocalPort() + "/";

      fails(
          Kind.UNREACHABLE,
          "the connection to videos.example failed or broke",
          () -> outbound().get(gone, LIMITS));
    }
  }
}
