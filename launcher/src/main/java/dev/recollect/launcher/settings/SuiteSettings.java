package dev.recollect.launcher.settings;

import dev.recollect.embedded.StartFailedException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What the launcher starts and where. Read from {@code recollect.properties} in the data home; an
 * environment variable of the same name in capitals, with every other character replaced by {@code
 * _}, wins.
 *
 * @param host address the front door listens on: {@code recollect.front-door.host}
 * @param port port the front door listens on: {@code recollect.front-door.port}
 * @param publicUrl as clients reach the front door: {@code recollect.public.base}, otherwise the
 *     address and port it listens on
 * @param database embedded unless {@code recollect.postgres.url} is set
 * @param storage embedded unless {@code recollect.storage.endpoint} is set
 * @param services a process of ours unless {@code recollect.<service>.url} is set
 */
public record SuiteSettings(
    String host,
    int port,
    URI publicUrl,
    Database database,
    Storage storage,
    Map<ServiceEntry, Placement> services) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int FILE_ORDINAL = 110;
  private static final int POSTGRES_PORT = 8132;
  private static final int STORAGE_PORT = 8133;
  private static final int FRONT_DOOR_PORT = 8080;
  private static final int HTTP_PORT = 80;

  /** Keeps the services in the order of their table. */
  public SuiteSettings {
    services = Collections.unmodifiableMap(new EnumMap<>(services));
  }

  /**
   * Reads the file and this process's environment.
   *
   * @throws StartFailedException if a value is missing or cannot be understood
   */
  public static SuiteSettings load(Path file) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDefaultInterceptors().addSystemSources();
    try {
      if (Files.exists(file)) {
        builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), FILE_ORDINAL));
      }
      return from(builder.build());
    } catch (IOException e) {
      throw new StartFailedException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new StartFailedException(
          "a setting is wrong (%s, or environment): %s".formatted(file, e.getMessage()), e);
    }
  }

  private static SuiteSettings from(SmallRyeConfig config) {
    String host =
        config.getOptionalValue("recollect.front-door.host", String.class).orElse(LOOPBACK);
    int port = port(config, "recollect.front-door.port", FRONT_DOOR_PORT);
    Map<ServiceEntry, Placement> services = new EnumMap<>(ServiceEntry.class);
    for (ServiceEntry entry : ServiceEntry.values()) {
      services.put(entry, placement(config, entry));
    }
    return new SuiteSettings(
        host,
        port,
        config
            .getOptionalValue("recollect.public.base", URI.class)
            .orElseGet(() -> publicUrl(host, port)),
        database(config),
        storage(config),
        services);
  }

  private static URI publicUrl(String host, int port) {
    try {
      return new URI("http", null, isWildcard(host) ? LOOPBACK : host, port, null, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "recollect.front-door.host must be a host name or an address, not " + host, e);
    }
  }

  /** Such as 0.0.0.0: every address of this machine, and none that a client could call. */
  private static boolean isWildcard(String host) {
    try {
      return InetAddress.ofLiteral(host).isAnyLocalAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  private static Placement placement(SmallRyeConfig config, ServiceEntry entry) {
    String prefix = "recollect." + entry.serviceName();
    Optional<URI> elsewhere = config.getOptionalValue(prefix + ".url", URI.class);
    if (elsewhere.isPresent()) {
      return new Placement.Elsewhere(serviceUrl(prefix + ".url", elsewhere.get()));
    }
    return new Placement.Here(
        port(config, prefix + ".port", entry.port()),
        config
            .getOptionalValue(prefix + ".heap-megabytes", Integer.class)
            .orElse(entry.heapMegabytes()));
  }

  /** With its port; refuses what neither the front door nor the services could call. */
  private static URI serviceUrl(String name, URI url) {
    boolean plain =
        "http".equalsIgnoreCase(url.getScheme())
            && url.getHost() != null
            && url.getUserInfo() == null
            && (url.getPath().isEmpty() || url.getPath().equals("/"))
            && url.getQuery() == null
            && url.getFragment() == null;
    if (!plain) {
      throw new IllegalArgumentException(name + " must be http://host or http://host:port");
    }
    int port = url.getPort() < 0 ? HTTP_PORT : url.getPort();
    return URI.create("http://" + url.getHost() + ":" + port);
  }

  private static Database database(SmallRyeConfig config) {
    Optional<String> url = config.getOptionalValue("recollect.postgres.url", String.class);
    if (url.isEmpty()) {
      return new Database.Embedded(port(config, "recollect.postgres.port", POSTGRES_PORT));
    }
    if (!url.get().startsWith("jdbc:postgresql://")) {
      throw new IllegalArgumentException(
          "recollect.postgres.url must begin with jdbc:postgresql://");
    }
    return new Database.External(
        url.get(),
        config.getValue("recollect.postgres.username", String.class),
        config.getValue("recollect.postgres.password", String.class));
  }

  private static Storage storage(SmallRyeConfig config) {
    Optional<URI> endpoint = config.getOptionalValue("recollect.storage.endpoint", URI.class);
    if (endpoint.isEmpty()) {
      return new Storage.Embedded(port(config, "recollect.storage.port", STORAGE_PORT));
    }
    return new Storage.External(
        endpoint.get(),
        config.getOptionalValue("recollect.storage.public-endpoint", URI.class),
        config.getValue("recollect.storage.access-key", String.class),
        config.getValue("recollect.storage.secret-key", String.class));
  }

  private static int port(SmallRyeConfig config, String name, int otherwise) {
    int port = config.getOptionalValue(name, Integer.class).orElse(otherwise);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(name + " must be between 1 and 65535, not " + port);
    }
    return port;
  }
}
