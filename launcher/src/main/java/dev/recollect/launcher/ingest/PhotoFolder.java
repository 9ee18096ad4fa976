package dev.recollect.launcher.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a folder and the folders below it.
 *
 * @param photos files whose names say that they are photos, in the order of their paths
 * @param others how many other files there are
 */
record PhotoFolder(List<Path> photos, int others) {
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "webp", "heic", "heif");

  /** Reads the names only. Hidden files and folders are passed over. */
  static PhotoFolder list(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      var byKind =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !isHidden(folder.relativize(file)))
              .sorted()
              .collect(Collectors.partitioningBy(PhotoFolder::isPhoto));
      return new PhotoFolder(byKind.get(true), byKind.get(false).size());
    }
  }

  private static boolean isPhoto(Path file) {
    String name = file.getFileName().toString();
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
