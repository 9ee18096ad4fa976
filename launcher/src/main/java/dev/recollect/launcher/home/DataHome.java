package dev.recollect.launcher.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * The folders of one installation.
 *
 * @param root the project, which holds the built services
 * @param home everything that the suite keeps: data, secrets, logs, models
 */
public record DataHome(Path root, Path home) {

  /** Makes the paths absolute. */
  public DataHome {
    root = root.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
  }

  /** As the entry script says; the current folder and its {@code .recollect} without it. */
  public static DataHome current() {
    Path root = Path.of(System.getProperty("recollect.root", ""));
    String home = System.getProperty("recollect.home");
    return new DataHome(root, home == null ? root.resolve(".recollect") : Path.of(home));
  }

  /** The launcher's settings, which a person may write; need not exist. */
  public Path settings() {
    return home.resolve("recollect.properties");
  }

  /** Settings of one service, passed on to it; need not exist. */
  public Path serviceSettings(String service) {
    return home.resolve(service + ".properties");
  }

  /** Generated secrets, readable by their owner only. */
  public Path secrets() {
    return home.resolve("secrets.properties");
  }

  /** What the demo created. */
  public Path demo() {
    return home.resolve("demo");
  }

  /** Model files and sample photos. */
  public Path models() {
    return home.resolve("models");
  }

  /** Where the services unpack their own ffmpeg, on a system that has none. */
  public Path ffmpeg() {
    return home.resolve("ffmpeg");
  }

  /** The embedded PostgreSQL's files. */
  public Path postgres() {
    return home.resolve("postgres");
  }

  /** The embedded object storage's files, for this account only: originals have no watermark. */
  public Path storage() {
    return home.resolve("storage");
  }

  /** Files that photos-service works on; it empties the folder when it starts. */
  public Path scratch() {
    return home.resolve("scratch");
  }

  /** The log of a part, by its name. */
  public Path log(String part) {
    return logs().resolve(part.toLowerCase(Locale.ROOT).replace(' ', '-') + ".log");
  }

  /** Folder of all logs. */
  public Path logs() {
    return home.resolve("logs");
  }

  /** What is running: process ids, ports. */
  public Path state() {
    return home.resolve("run/suite.json");
  }

  /** Held while a launcher runs. */
  public Path lock() {
    return home.resolve("run/lock");
  }

  /**
   * Held for a moment by whoever looks at {@link #lock}, so that looking is not taken for running.
   */
  public Path lockTurn() {
    return home.resolve("run/lock.turn");
  }

  /** Process id of the launcher, for people and init systems. */
  public Path pidFile() {
    return home.resolve("run/launcher.pid");
  }

  /** Creates the folders that must exist. */
  public void create() {
    try {
      Files.createDirectories(storage());
      Files.setPosixFilePermissions(storage(), PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(logs());
      Files.createDirectories(state().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
