package dev.recollect.launcher.suite;

import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.home.Secrets;
import dev.recollect.launcher.settings.Database;
import dev.recollect.launcher.settings.Placement;
import dev.recollect.launcher.settings.ServiceEntry;
import dev.recollect.launcher.settings.Storage;
import dev.recollect.launcher.settings.SuiteSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the parts of the suite out of its settings. */
final class PartsList {
  private final SuiteSettings settings;
  private final DataHome home;
  private final Secrets secrets;
  private final Connections connections;

  PartsList(SuiteSettings settings, DataHome home, Secrets secrets) {
    this.settings = settings;
    this.home = home;
    this.secrets = secrets;
    this.connections = Connections.of(settings, secrets);
  }

  /** What the services stand on. */
  List<Part> servers() {
    Part database =
        switch (settings.database()) {
          case Database.Embedded embedded -> new PostgresPart(home, secrets, embedded.port());
          case Database.External external ->
              new ElsewherePart(
                  "postgresql", authorityOf(external.jdbcUrl()), HealthQuestion.CONNECT);
        };
    Part storage =
        switch (settings.storage()) {
          case Storage.Embedded embedded -> new StoragePart(home, secrets, embedded.port());
          case Storage.External external ->
              new ElsewherePart(
                  "object-storage", external.endpoint().toString(), HealthQuestion.HTTP);
        };
    return List.of(database, storage);
  }

  private static String authorityOf(String jdbcUrl) {
    URI uri = URI.create(jdbcUrl.replaceFirst("^jdbc:", ""));
    return uri.getPort() > 0 ? uri.getAuthority() : uri.getHost() + ":5432";
  }

  /** In the order of their table. */
  List<Part> services() {
    List<Part> parts = new ArrayList<>();
    settings
        .services()
        .forEach(
            (entry, placement) ->
                parts.add(
                    switch (placement) {
                      case Placement.Here here ->
                          new ServicePart(home, entry, here, environment(entry, here));
                      case Placement.Elsewhere elsewhere ->
                          new ElsewherePart(
                              entry.serviceName(),
                              elsewhere.url().toString(),
                              HealthQuestion.READY);
                    }));
    return parts;
  }

  private Map<String, String> environment(ServiceEntry entry, Placement.Here place) {
    Map<String, String> environment = new HashMap<>();
    // Memory that native code frees goes back to the system instead of staying in an arena per
    // thread.
    environment.put("MALLOC_ARENA_MAX", entry == ServiceEntry.SEARCH ? "2" : "1");
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(place.port()));
    environment.put("RECOLLECT_PUBLIC_BASE", settings.publicUrl().toString());
    environment.put("RECOLLECT_GRPC_SHARED_SECRET", secrets.grpcSharedSecret());
    environment.put("RECOLLECT_MODELS_DIR", home.models().toString());
    environment.put("RECOLLECT_FFMPEG_UNPACKED", home.ffmpeg().toString());
    environment.putAll(connections.storage());
    entry.schema().ifPresent(schema -> environment.putAll(connections.database(schema)));
    if (entry == ServiceEntry.PHOTOS) {
      environment.put("RECOLLECT_ACCESS_BOOTSTRAP_KEY", secrets.bootstrapKey());
      environment.put("RECOLLECT_SCRATCH_DIR", home.scratch().toString());
    }
    settings
        .services()
        .forEach(
            (other, placement) -> {
              String client = "QUARKUS_GRPC_CLIENTS_" + other.grpcName().toUpperCase(Locale.ROOT);
              environment.put(client + "_HOST", placement.url().getHost());
              environment.put(client + "_PORT", Integer.toString(placement.url().getPort()));
            });
    return environment;
  }
}
