package dev.recollect.launcher.ingest;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files of a folder and the folders below it.
 *
 * @param photos files whose names say that they are photos, in the order of their paths
 * @param others how many other files there are
 * @param unreadable folders that cannot be read, and photos that are links to nothing
 */
record PhotoFolder(List<Path> photos, int others, List<Outcome.Failed> unreadable) {
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "webp", "heic", "heif");

  /**
   * Reads the names only. Links are followed, the folder's own and those below it; one that leads
   * back to a folder above it is passed over, since what is there is listed already. Hidden files
   * and folders are passed over.
   *
   * @throws IOException if the folder itself cannot be read
   */
  static PhotoFolder list(Path folder) throws IOException {
    Listing listing = new Listing(folder);
    Files.walkFileTree(
        folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, listing);
    return new PhotoFolder(
        listing.photos.stream().sorted().toList(), listing.others, List.copyOf(listing.unreadable));
  }

  private static boolean isPhoto(Path file) {
    String name = file.getFileName().toString();
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /** Collects what a walk meets. */
  private static final class Listing extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final List<Path> photos = new ArrayList<>();
    private final List<Outcome.Failed> unreadable = new ArrayList<>();
    private int others;

    Listing(Path folder) {
      this.folder = folder;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
      return isHidden(below) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (isHidden(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isRegularFile() && isPhoto(file)) {
        photos.add(file);
      } else if (attributes.isRegularFile()) {
        others++;
      } else if (attributes.isSymbolicLink() && isPhoto(file)) {
        // A link that could be followed would have been.
        unreadable.add(new Outcome.Failed(file, "is a link to nothing"));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(folder)) {
        throw failure;
      }
      if (!(failure instanceof FileSystemLoopException) && !isHidden(file)) {
        unreadable.add(new Outcome.Failed(file, "cannot be read: " + failure));
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean isHidden(Path file) {
      return !file.equals(folder) && file.getFileName().toString().startsWith(".");
    }
  }
}
