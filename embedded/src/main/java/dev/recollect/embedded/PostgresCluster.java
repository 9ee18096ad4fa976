package dev.recollect.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a private cluster, before its server runs. */
final class PostgresCluster {
  private static final Duration FORMER_SERVER_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final PostgresSettings settings;
  private final PostgresInstallation installation;
  private final ServerAccount account;

  PostgresCluster(
      PostgresSettings settings, PostgresInstallation installation, ServerAccount account) {
    this.settings = settings;
    this.installation = installation;
    this.account = account;
  }

  /**
   * Creates the cluster beside its place and moves it there when it is complete: a kill leaves none
   * or a whole one.
   */
  void createIfAbsent() {
    Path data = settings.dataFolder();
    if (Files.exists(data.resolve("PG_VERSION"))) {
      return;
    }
    Path draft = data.resolveSibling(data.getFileName() + ".draft");
    Path password = data.resolveSibling(data.getFileName() + ".password");
    try {
      account.createPassable(data.getParent());
      FileTree.delete(draft);
      Files.createDirectory(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      account.takeOver(draft);
      Files.deleteIfExists(password);
      Files.createFile(
          password,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(password, settings.password());
      account.takeOver(password);
      initialise(draft, password);
      // An empty folder may stand in the cluster's place; one with foreign files is not touched.
      Files.deleteIfExists(data);
      Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StartFailedException(
          "cannot create a PostgreSQL cluster in %s: %s".formatted(data, e.getMessage()), e);
    } finally {
      password.toFile().delete();
    }
  }

  private void initialise(Path folder, Path password) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                installation.program("initdb"),
                "--pgdata=" + folder,
                "--username=" + settings.user(),
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions"));
    if ("off".equals(settings.parameters().get("fsync"))) {
      command.add("--no-sync");
    }
    Process process =
        new ProcessBuilder(account.command(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new StartFailedException(
          "initdb ended with status %d:\n%s".formatted(status, output.indent(4)));
    }
  }

  /** A killed owner's server may still be ending in order; only one server may have the files. */
  void awaitFormerServerGone() {
    long deadline = System.nanoTime() + FORMER_SERVER_LIMIT.toNanos();
    Optional<ProcessHandle> former;
    while ((former = formerServer()).isPresent()) {
      if (System.nanoTime() > deadline) {
        throw new StartFailedException(
            "another PostgreSQL server (process %d) uses %s: stop it first"
                .formatted(former.get().pid(), settings.dataFolder()));
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StartFailedException(
            "interrupted while a former PostgreSQL server was ending", e);
      }
    }
  }

  private Optional<ProcessHandle> formerServer() {
    try {
      Path lock = settings.dataFolder().resolve("postmaster.pid");
      if (!Files.exists(lock)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(lock);
      if (lines.isEmpty()) {
        return Optional.empty();
      }
      // After a reboot the number may belong to any program.
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(ProcessHandle::isAlive)
          .filter(
              process ->
                  process
                      .info()
                      .command()
                      .map(command -> command.endsWith("/postgres"))
                      .orElse(false));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
