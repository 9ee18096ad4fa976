package dev.recollect.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ffmpeg that travels with the build, for systems that have none. It is unpacked once into a
 * folder named by its version and by what is in it, so that another build brings its own beside it.
 */
final class PackagedFfmpeg {
  private static final String VERSION = "8.0.1-1.5.13";
  private static final String EXECUTABLE = "rwxr-xr-x";

  /** The programs first, then the libraries, which they look for beside themselves. */
  private static final List<String> FILES =
      List.of(
          "ffmpeg",
          "ffprobe",
          "libavcodec.so.62",
          "libavdevice.so.62",
          "libavfilter.so.11",
          "libavformat.so.62",
          "libavutil.so.60",
          "libswresample.so.6",
          "libswscale.so.9",
          "libdrm.so.2",
          "libva.so.2",
          "libva-drm.so.2");

  private final String resources;

  private PackagedFfmpeg(String platform) {
    this.resources = "/org/bytedeco/ffmpeg/" + platform + "-gpl/";
  }

  /**
   * The one for this machine; empty where the build has none for it.
   *
   * @param system as in the system property {@code os.name}
   * @param architecture as in {@code os.arch}
   */
  static Optional<PackagedFfmpeg> of(String system, String architecture) {
    Optional<String> platform =
        !system.equals("Linux")
            ? Optional.empty()
            : switch (architecture) {
              case "amd64", "x86_64" -> Optional.of("linux-x86_64");
              case "aarch64" -> Optional.of("linux-arm64");
              default -> Optional.empty();
            };
    return platform.map(PackagedFfmpeg::new).filter(packaged -> packaged.has("ffmpeg"));
  }

  private boolean has(String file) {
    return PackagedFfmpeg.class.getResource(resources + file) != null;
  }

  /**
   * Unpacks it, unless that was done before. Processes that do so at the same time wait for each
   * other; one that is killed leaves nothing that would be taken for whole.
   *
   * @param folder made if it is not there
   */
  FfmpegTools unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path whole = folder.resolve(VERSION + "-" + digest()).toAbsolutePath();
    if (!Files.isDirectory(whole)) {
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = lock.lock()) {
        if (held.isValid() && !Files.isDirectory(whole)) {
          unpackAll(folder.resolve(".unfinished"), whole);
        }
      }
    }
    return new FfmpegTools(whole.resolve("ffmpeg"), whole.resolve("ffprobe"));
  }

  private void unpackAll(Path unfinished, Path whole) throws IOException {
    if (Files.isDirectory(unfinished)) {
      try (Stream<Path> left = Files.list(unfinished)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(unfinished);
    for (String name : FILES) {
      if (has(name)) {
        Path file = unfinished.resolve(name);
        try (InputStream content = open(name)) {
          Files.copy(content, file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(EXECUTABLE));
      }
    }
    requireRunning(unfinished.resolve("ffmpeg"));
    Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Some libraries that it needs are the system's; the loader says which one is missing. */
  private static void requireRunning(Path ffmpeg) throws IOException {
    Process version =
        new ProcessBuilder(ffmpeg.toAbsolutePath().toString(), "-version")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = version.inputReader()) {
      String first = lines.readLine();
      lines.transferTo(Writer.nullWriter());
      if (version.waitFor() != 0) {
        throw new IOException("it does not run: " + first);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while it was unpacked", stopped);
    } finally {
      version.destroyForcibly();
    }
  }

  /** Of the programs, which are small and differ with every build. */
  private String digest() throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String program : List.of("ffmpeg", "ffprobe")) {
        try (InputStream content = new DigestInputStream(open(program), sha256)) {
          content.transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(sha256.digest(), 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private InputStream open(String file) throws IOException {
    InputStream content = PackagedFfmpeg.class.getResourceAsStream(resources + file);
    if (content == null) {
      throw new IOException("the build has no " + resources + file);
    }
    return content;
  }
}
