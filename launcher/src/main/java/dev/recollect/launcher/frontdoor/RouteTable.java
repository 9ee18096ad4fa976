package dev.recollect.launcher.frontdoor;

import static dev.recollect.launcher.settings.ServiceEntry.CLIPPING;
import static dev.recollect.launcher.settings.ServiceEntry.DOWNLOAD;
import static dev.recollect.launcher.settings.ServiceEntry.PHOTOS;
import static dev.recollect.launcher.settings.ServiceEntry.SEARCH;

import dev.recollect.launcher.settings.ServiceEntry;
import io.vertx.core.http.impl.HttpUtils;
import java.util.List;
import java.util.Optional;

/** Which service answers which public path. The first match counts. */
final class RouteTable {
  private static final List<Route> ROUTES =
      List.of(
          Route.of("/api/v1/ext/*/event/*/bibs", SEARCH),
          Route.of("/api/v1/ext/*/event/*/faces", SEARCH),
          Route.of("/api/v1/ext/*/event/*/original-photos", DOWNLOAD),
          Route.of("/api/v1/admin/events/*/index", SEARCH),
          Route.of("/api/v1/admin/events/*/bibs", SEARCH),
          Route.of("/api/v1/admin/index", SEARCH),
          Route.of("/api/v1/ext/*/event/*/video-clipping", CLIPPING),
          Route.of("/api/v1/admin/events/*/analysis", CLIPPING),
          Route.of("/api/v1/admin/events/*/videos/*/analysis", CLIPPING),
          Route.of("/api/v1/admin/events/*/webhooks", CLIPPING),
          Route.of("/vids", CLIPPING),
          Route.of("/api/v1/ext", PHOTOS),
          Route.of("/api/v1/admin", PHOTOS),
          Route.of("/imgs", PHOTOS));

  private RouteTable() {}

  /**
   * Finds the service; none for a path that a service would read as another one, such as one with
   * {@code ..} in it, plain or encoded: it could lead to what is not public.
   *
   * @param path as it came, without the query; null where a request has none
   */
  static Optional<ServiceEntry> find(String path) {
    if (path == null || !path.startsWith("/") || !isNormal(path)) {
      return Optional.empty();
    }
    List<String> segments = Route.split(path);
    return ROUTES.stream().filter(route -> route.matches(segments)).map(Route::service).findFirst();
  }

  /** By the rules that the services match paths by. */
  private static boolean isNormal(String path) {
    try {
      return HttpUtils.normalizePath(path).equals(path);
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }
}
