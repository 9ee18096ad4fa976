package dev.recollect.kit.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.recollect.kit.ConfigReader;
import dev.recollect.kit.outbound.OutboundException.Kind;
import dev.recollect.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server whose certificate is that of one name; both names lead to it. */
class OutboundTlsTest {
  private static final String HOST = "videos.example";
  private static final OutboundLimits LIMITS = new OutboundLimits(100, Duration.ofSeconds(30));

  private static TestCertificate certificate;

  private final List<String> names = new CopyOnWriteArrayList<>();
  private HttpsServer server;
  private Outbound outbound;

  @BeforeAll
  static void certify(@TempDir Path folder) throws Exception {
    certificate = TestCertificate.make(folder, "dns:" + HOST);
  }

  @BeforeEach
  void serve() throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(certificate.keyStore(), certificate.password());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(certificate.keyStore());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            ((ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession())
                .getRequestedServerNames()
                .forEach(name -> names.add(((SNIHostName) name).getAsciiName()));
            exchange.getResponseHeaders().set("Location", "http://" + HOST + ":8080/plain");
            exchange.sendResponseHeaders(
                exchange.getRequestURI().getPath().equals("/redirect") ? 302 : 204, -1);
          }
        });
    server.start();
    outbound =
        new Outbound(
            ConfigReader.read(
                OutboundConfig.class,
                Map.of("recollect.outbound.allowed-hosts", HOST + ",other.example")),
            host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
            new OkHttpClient.Builder()
                .sslSocketFactory(
                    tls.getSocketFactory(), (X509TrustManager) trusted.getTrustManagers()[0])
                .build());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url(String host, String path) {
    return "https://" + host + ":" + server.getAddress().getPort() + path;
  }

  @Test
  void theCertificateIsCheckedAgainstTheNameThoughTheAddressIsPinned() throws IOException {
    try (OutboundResponse response = outbound.get(url(HOST, "/"), LIMITS)) {
      assertThat(response.status()).isEqualTo(204);
    }
    assertThat(names).containsExactly(HOST);

    assertThatThrownBy(() -> outbound.get(url("other.example", "/"), LIMITS))
        .isInstanceOfSatisfying(
            OutboundException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE))
        .hasMessageStartingWith("no secure connection to other.example: ");
    assertThat(names).containsExactly(HOST);
  }

  @Test
  void aRedirectFromHttpsToHttpIsRefused() {
    assertThatThrownBy(() -> outbound.get(url(HOST, "/redirect"), LIMITS))
        .isInstanceOfSatisfying(
            OutboundException.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED))
        .hasMessage("redirected from https to http");
  }
}
