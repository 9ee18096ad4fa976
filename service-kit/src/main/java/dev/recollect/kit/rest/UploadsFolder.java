package dev.recollect.kit.rest;

import dev.recollect.kit.process.ProcessName;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Where selfies lie while their requests are received: a folder of its own for each process, open
 * to its account only, whose name ends with {@code ${recollect.process}}. A request removes its own
 * file at its end; a process that was killed could not, so the next one of the same service does.
 * For services that set {@code recollect.uploads.own-folder=true} at build time.
 */
@IfBuildProperty(name = "recollect.uploads.own-folder", stringValue = "true")
@ApplicationScoped
class UploadsFolder {
  private static final Logger LOG = Logger.getLogger(UploadsFolder.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;

  @Inject
  UploadsFolder(VertxHttpConfig config) {
    this(Path.of(config.body().uploadsDirectory()).toAbsolutePath());
  }

  /** Of this folder. */
  UploadsFolder(Path folder) {
    this.folder = folder;
  }

  void start(@Observes StartupEvent event) throws IOException {
    make();
    removeLeftOver();
  }

  void stop(@Observes ShutdownEvent event) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException inUse) {
      // The next process removes what is left of it.
    }
  }

  private void make() throws IOException {
    Files.createDirectories(folder.getParent());
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException early) {
      // By the server, for this process; or by somebody who wants to read along.
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !isOurs(folder)) {
        throw early;
      }
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }
  }

  private static boolean isOurs(Path file) throws IOException {
    return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getOwner(Path.of("/proc/self")));
  }

  /** Those of living processes stay: replicas share a machine. */
  private void removeLeftOver() throws IOException {
    String name = folder.getFileName().toString();
    if (!name.endsWith(ProcessName.own())) {
      return;
    }
    String service = name.substring(0, name.length() - ProcessName.own().length());
    List<Path> leftOver;
    try (Stream<Path> folders = Files.list(folder.getParent())) {
      leftOver = folders.filter(other -> isLeftOver(other, service)).toList();
    }
    for (Path dead : leftOver) {
      remove(dead);
    }
  }

  private static boolean isLeftOver(Path folder, String service) {
    String name = folder.getFileName().toString();
    if (!name.startsWith(service) || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String process = name.substring(service.length());
    return ProcessName.isOne(process) && !ProcessName.isOfLiving(process);
  }

  private static void remove(Path dead) {
    try (Stream<Path> files = Files.list(dead)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(dead);
    } catch (IOException failure) {
      // Another account's, or another process was faster.
      LOG.debugf(failure, "a folder of uploads cannot be removed");
    }
  }
}
