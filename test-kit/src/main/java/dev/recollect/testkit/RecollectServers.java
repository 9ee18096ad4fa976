package dev.recollect.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
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
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "quarkus.datasource.jdbc.url", schema.map(servers::jdbcUrl).orElseGet(servers::jdbcUrl));
    settings.put(
        "quarkus.datasource.reactive.url",
        schema.map(servers::reactiveUrl).orElseGet(servers::reactiveUrl));
    settings.put("quarkus.datasource.username", servers.user());
    settings.put("quarkus.datasource.password", servers.password());
    settings.put("recollect.storage.endpoint", servers.s3Endpoint());
    settings.put("recollect.storage.access-key", servers.accessKey());
    settings.put("recollect.storage.secret-key", servers.secretKey());
    settings.put("recollect.storage.originals-bucket", servers.bucket("originals"));
    settings.put("recollect.storage.renditions-bucket", servers.bucket("renditions"));
    return settings;
  }

  /** The servers are the build's, not this test's. */
  @Override
  public void stop() {}
}
