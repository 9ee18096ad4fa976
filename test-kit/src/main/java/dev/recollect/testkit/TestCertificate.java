package dev.recollect.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A key and a certificate that is its own issuer, made for one test by the JDK's keytool; on an
 * elliptic curve, for RSA keys take a JVM that compiles little seconds.
 */
public final class TestCertificate {
  private static final String ALIAS = "own";
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final KeyStore store;

  private TestCertificate(KeyStore store) {
    this.store = store;
  }

  /**
   * Makes one.
   *
   * @param folder for the file that keytool writes
   * @param names that it is for, as keytool wants them: {@code dns:localhost,ip:127.0.0.1}
   */
  public static TestCertificate make(Path folder, String names)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = Files.createTempDirectory(folder, "keytool").resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=test",
                "-ext",
                "san=" + names,
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      keytool.destroyForcibly();
      throw new IllegalStateException("keytool made no key");
    }
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
    store.setCertificateEntry("issuer", store.getCertificate(ALIAS));
    return new TestCertificate(store);
  }

  /** Key, certificate, and the certificate once more as an issuer to be trusted. */
  public KeyStore keyStore() {
    return store;
  }

  /** Of {@link #keyStore} and of the key in it. */
  public char[] password() {
    return PASSWORD.clone();
  }

  /** Writes the certificate, and its private key unencrypted, in PEM. */
  public void write(Path certificate, Path key) throws IOException, GeneralSecurityException {
    writePem(certificate, "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    writePem(key, "PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded());
  }

  private static void writePem(Path file, String kind, byte[] content) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
  }
}
