package dev.recollect.kit.probe;

import dev.recollect.testkit.TestCertificate;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Certificates made for one run, and the other side of {@code AccessService} with them: a server
 * that wants to see the certificate of its callers, and asks for no secret.
 */
public final class CertifiedPeer implements QuarkusTestResourceLifecycleManager {
  /** Names files of the suite's certificates; nobody in the suite knows those of a stranger. */
  static final String FOLDER = "recollect.test.certificates";

  private Path folder;
  private Server server;

  @Override
  public Map<String, String> start() {
    try {
      folder = Files.createTempDirectory(Path.of("target"), "certificates").toAbsolutePath();
      for (String name : new String[] {"suite", "stranger"}) {
        TestCertificate.make(folder, "dns:localhost,ip:127.0.0.1")
            .write(file(name + ".crt"), file(name + ".key"));
      }
      server =
          Grpc.newServerBuilderForPort(
                  0,
                  TlsServerCredentials.newBuilder()
                      .keyManager(file("suite.crt").toFile(), file("suite.key").toFile())
                      .trustManager(file("suite.crt").toFile())
                      .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                      .build())
              .addService(new PhotosPeer.Keys())
              .build()
              .start();
    } catch (Exception e) {
      throw new IllegalStateException("no certificates", e);
    }
    return Map.ofEntries(
        Map.entry(FOLDER, folder.toString()),
        Map.entry("recollect.grpc.client-certificates", "true"),
        // The first handshake of a process takes its time on a busy machine.
        Map.entry("recollect.grpc.deadline", "60s"),
        Map.entry("quarkus.http.test-ssl-port", "0"),
        Map.entry("quarkus.http.tls-configuration-name", "suite"),
        Map.entry("quarkus.tls.suite.key-store.pem.0.cert", file("suite.crt").toString()),
        Map.entry("quarkus.tls.suite.key-store.pem.0.key", file("suite.key").toString()),
        Map.entry("quarkus.tls.suite.trust-store.pem.certs", file("suite.crt").toString()),
        Map.entry("quarkus.grpc.clients.photos.test-port", Integer.toString(server.getPort())),
        Map.entry("quarkus.grpc.clients.photos.ssl.trust-store", file("suite.crt").toString()),
        Map.entry("quarkus.grpc.clients.photos.ssl.certificate", file("suite.crt").toString()),
        Map.entry("quarkus.grpc.clients.photos.ssl.key", file("suite.key").toString()));
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void stop() {
    server.shutdownNow();
  }
}
