package dev.recollect.kit.probe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.proto.search.v1.FindPhotosByBibRequest;
import dev.recollect.proto.search.v1.SearchServiceGrpc;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services that know each other by certificates, and share no secret. */
@QuarkusTest
@TestProfile(MutualTlsTest.Certificates.class)
class MutualTlsTest {
  /** A service of its own, with none of the other tests' peers and secrets. */
  public static final class Certificates implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(CertifiedPeer.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  @TestHTTPResource("/")
  URL plain;

  @TestHTTPResource(value = "/", tls = true)
  URL encrypted;

  private ManagedChannel channel;

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void aCallerWithACertificateOfTheSuiteIsServed() throws Exception {
    channel = to(encrypted, trusting().keyManager(file("suite.crt"), file("suite.key")));

    assertThat(find(channel)).isEqualTo(7);
  }

  @Test
  void aCallerWithACertificateOfAStrangerGetsNoConnection() throws Exception {
    channel = to(encrypted, trusting().keyManager(file("stranger.crt"), file("stranger.key")));

    assertThat(refusal().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void aCallerWithoutACertificateIsRefused() throws Exception {
    channel = to(encrypted, trusting());

    assertRefused();
    assertHealthIsOpen();
  }

  @Test
  void aCallerOnThePlainPortIsRefused() {
    channel =
        Grpc.newChannelBuilderForAddress(
                plain.getHost(), plain.getPort(), InsecureChannelCredentials.create())
            .build();

    assertRefused();
    assertHealthIsOpen();
  }

  @Test
  void aRestRequestNeedsNoCertificateAndIsCheckedOverAConnectionThatShowsOne() throws Exception {
    channel = to(encrypted, trusting());

    given()
        .header("X-API-Key", "reader")
        .get(plain.toString() + "api/v1/ext/10/events")
        .then()
        .statusCode(200)
        .body("message", equalTo("events"));
    given()
        .relaxedHTTPSValidation()
        .header("X-API-Key", "reader")
        .get(encrypted.toString() + "api/v1/ext/10/events")
        .then()
        .statusCode(200)
        .body("message", equalTo("events"));
  }

  private void assertRefused() {
    Status refusal = refusal();
    assertThat(refusal.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refusal.getDescription())
        .isEqualTo("neither a trusted client certificate nor the authorization metadata is there");
  }

  private void assertHealthIsOpen() {
    assertThat(GrpcEdgeTest.call(channel, "grpc.health.v1.Health/Check", new byte[0]))
        .containsExactly(0x08, 0x01);
  }

  private Status refusal() {
    return catchThrowableOfType(StatusRuntimeException.class, () -> find(channel)).getStatus();
  }

  private static long find(Channel channel) {
    return SearchServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .findPhotosByBib(FindPhotosByBibRequest.newBuilder().setBib("7").build())
        .getTotal();
  }

  private static TlsChannelCredentials.Builder trusting() throws IOException {
    return TlsChannelCredentials.newBuilder().trustManager(file("suite.crt"));
  }

  private static ManagedChannel to(URL server, TlsChannelCredentials.Builder credentials) {
    return Grpc.newChannelBuilderForAddress(server.getHost(), server.getPort(), credentials.build())
        .overrideAuthority("localhost")
        .build();
  }

  private static File file(String name) {
    return Path.of(ConfigProvider.getConfig().getValue(CertifiedPeer.FOLDER, String.class))
        .resolve(name)
        .toFile();
  }
}
