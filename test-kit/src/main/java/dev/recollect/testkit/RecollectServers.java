package dev.recollect.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a Quarkus test its database and its object storage.
 *
 * <p>Arguments: {@code schema} names the service's schema, which then comes first in the search
 * path; {@code database} with the value {@code new} asks for a database and buckets that no other
 * test class sees.
 *
 * <pre>{@code
 * @QuarkusTestResource(value = RecollectServers.class, initArgs = @ResourceArg(name = "schema", value = "photos"))
 * }</pre>
 */
public final class RecollectServers implements QuarkusTestResourceLifecycleManager {
  /** s3proxy and MinIO take any; a known one saves the client a question per bucket. */
  private static final String REGION = "us-east-1";

  private Optional<String> schema = Optional.empty();
  private boolean newDatabase;

  @Override
  public void init(Map<String, String> initArgs) {
    schema = Optional.ofNullable(initArgs.get("schema"));
    newDatabase = "new".equals(initArgs.get("database"));
  }

  @Override
  public Map<String, String> start() {
    TestServers shared = TestServers.get();
    TestServers servers = newDatabase ? shared.withNewDatabase() : shared;
    URI s3 = URI.create(servers.s3Endpoint());
    boolean secure = "https".equals(s3.getScheme());
    int port = s3.getPort() > 0 ? s3.getPort() : secure ? 443 : 80;
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "quarkus.datasource.jdbc.url", schema.map(servers::jdbcUrl).orElseGet(servers::jdbcUrl));
    settings.put(
        "quarkus.datasource.reactive.url",
        schema.map(servers::reactiveUrl).orElseGet(servers::reactiveUrl));
    settings.put("quarkus.datasource.username", servers.user());
    settings.put("quarkus.datasource.password", servers.password());
    settings.put("quarkus.minio.host", s3.getHost());
    settings.put("quarkus.minio.port", Integer.toString(port));
    settings.put("quarkus.minio.secure", Boolean.toString(secure));
    settings.put("quarkus.minio.region", REGION);
    settings.put("quarkus.minio.access-key", servers.accessKey());
    settings.put("quarkus.minio.secret-key", servers.secretKey());
    settings.put("recollect.storage.originals-bucket", servers.bucket("originals"));
    settings.put("recollect.storage.renditions-bucket", servers.bucket("renditions"));
    return settings;
  }

  /** The servers are the build's, not this test's. */
  @Override
  public void stop() {}
}
