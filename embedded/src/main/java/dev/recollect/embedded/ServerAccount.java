package dev.recollect.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operating system account that a child process runs under. */
public final class ServerAccount {
  private static final String UNPRIVILEGED = "postgres";

  private final Optional<String> other;

  private ServerAccount(Optional<String> other) {
    this.other = other;
  }

  /** The account of this process. */
  public static ServerAccount own() {
    return new ServerAccount(Optional.empty());
  }

  /**
   * The account of this process, or {@code postgres} if this process is root: PostgreSQL refuses to
   * run as root.
   */
  public static ServerAccount unprivileged() {
    boolean root = "root".equals(System.getProperty("user.name"));
    return new ServerAccount(root ? Optional.of(UNPRIVILEGED) : Optional.empty());
  }

  /** The command, to be run under this account. */
  List<String> command(List<String> command) {
    if (other.isEmpty()) {
      return command;
    }
    List<String> wrapped =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid",
                other.get(),
                "--regid",
                other.get(),
                "--clear-groups",
                "--inh-caps=-all",
                "--"));
    wrapped.addAll(command);
    return wrapped;
  }

  /**
   * The folder where this account can keep files: the preferred one, unless a folder above it is
   * closed to the account, as the home of root usually is.
   *
   * @param preferred need not exist yet
   * @param otherwise taken when the preferred one cannot be reached
   */
  public Path reachable(Path preferred, Path otherwise) {
    return canReach(preferred) ? preferred : otherwise;
  }

  private boolean canReach(Path folder) {
    if (other.isEmpty()) {
      return true;
    }
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      Process test =
          new ProcessBuilder(command(List.of("test", "-x", existing.toString())))
              .inheritIO()
              .start();
      return test.onExit().join().exitValue() == 0;
    } catch (IOException e) {
      throw new StartFailedException(
          "cannot run setpriv (package util-linux): " + e.getMessage(), e);
    }
  }

  /**
   * Creates the folder, and those above it that are missing, so that this account can pass through
   * them.
   */
  void createPassable(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    createPassable(folder.getParent());
    Files.createDirectory(folder);
    if (other.isPresent()) {
      // Whatever the umask says: an administrator's is often strict.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** Gives the folder and everything in it to this account. */
  void takeOver(Path folder) throws IOException {
    if (other.isEmpty()) {
      return;
    }
    UserPrincipal owner =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(other.get());
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Files.setOwner(dir, owner);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.setOwner(file, owner);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
