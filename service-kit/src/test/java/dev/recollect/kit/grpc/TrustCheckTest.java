package dev.recollect.kit.grpc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.recollect.kit.ConfigReader;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Never open by default: what a service needs before it starts. */
class TrustCheckTest {
  private static final Map<String, String> SECRET =
      Map.of("recollect.grpc.shared-secret", "s".repeat(32));
  private static final Map<String, String> CERTIFICATES =
      Map.of("recollect.grpc.client-certificates", "true");
  private static final Map<String, String> TLS =
      Map.of("quarkus.http.tls-configuration-name", "suite");

  @Test
  void aSecretIsEnough() {
    assertThatCode(() -> start(new Tls(null, null, false), SECRET)).doesNotThrowAnyException();
  }

  @Test
  void verifiedCertificatesAreEnough() throws Exception {
    Tls tls = new Tls(store(), store(), false);

    assertThatCode(() -> start(tls, CERTIFICATES, TLS)).doesNotThrowAnyException();
  }

  @Test
  void neitherIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> start(new Tls(null, null, false)))
        .withMessage(
            "Nothing says which callers to trust: set recollect.grpc.shared-secret (at least 32"
                + " characters, the same for every service), or"
                + " recollect.grpc.client-certificates=true with a TLS configuration");
  }

  @Test
  void certificatesWithoutTlsAreRefusedEvenBesideASecret() {
    assertThatIllegalStateException()
        .isThrownBy(() -> start(new Tls(null, null, false), CERTIFICATES, SECRET))
        .withMessageStartingWith("recollect.grpc.client-certificates needs TLS");
  }

  @Test
  void certificatesThatNothingVerifiesAreRefused() throws Exception {
    for (Tls tls :
        new Tls[] {
          new Tls(store(), null, false),
          new Tls(null, store(), false),
          new Tls(store(), store(), true)
        }) {
      assertThatIllegalStateException()
          .isThrownBy(() -> start(tls, CERTIFICATES, TLS))
          .withMessage(
              "recollect.grpc.client-certificates needs quarkus.tls.suite with a key store and a"
                  + " trust store of its own, without trust-all");
    }
  }

  @SafeVarargs
  private static void start(TlsConfiguration tls, Map<String, String>... settings) {
    Map<String, String> all = new HashMap<>();
    for (Map<String, String> some : settings) {
      all.putAll(some);
    }
    TrustCheck.require(
        ConfigReader.read(GrpcConfig.class, all),
        Optional.ofNullable(all.get("quarkus.http.tls-configuration-name")),
        name -> Optional.of(tls).filter(found -> name.equals("suite")));
  }

  private static KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static final class Tls extends BaseTlsConfiguration {
    private final KeyStore keys;
    private final KeyStore trusted;
    private final boolean trustAll;

    Tls(KeyStore keys, KeyStore trusted, boolean trustAll) {
      this.keys = keys;
      this.trusted = trusted;
      this.trustAll = trustAll;
    }

    @Override
    public KeyStore getKeyStore() {
      return keys;
    }

    @Override
    public KeyStore getTrustStore() {
      return trusted;
    }

    @Override
    public boolean isTrustAll() {
      return trustAll;
    }
  }
}
