package dev.recollect.launcher.frontdoor;

import dev.recollect.launcher.settings.ServiceEntry;
import java.util.List;

/**
 * Everything at and below a path goes to one service.
 *
 * @param segments of the path; {@code *} stands for any one
 */
record Route(List<String> segments, ServiceEntry service) {
  static final String ANY = "*";

  static Route of(String path, ServiceEntry service) {
    return new Route(split(path), service);
  }

  static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  boolean matches(List<String> path) {
    if (path.size() < segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      if (!segments.get(i).equals(ANY) && !segments.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
