package dev.recollect.clipping.testing;

import dev.recollect.video.FfmpegTools;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system's ffmpeg, of which some runs can be held: they are ffmpeg processes that go on for
 * ever and give nothing, whatever else they were asked for, and end only when they are killed. So a
 * test can be in the middle of one, however fast the machine is.
 */
public final class HoldingFfmpeg implements QuarkusTestResourceLifecycleManager {
  private static final String SCRIPT =
      """
      #!/bin/sh
      if [ -e '%2$s' ]; then
        while read -r text; do
          case "$*" in
            *$text*)
              set -- -re -f lavfi -i color -metadata held="$*" -f null -
              exec '%1$s' -nostdin -loglevel error "$@" ;;
          esac
        done < '%2$s'
      fi
      exec '%1$s' "$@"
      """;

  private final Path folder;

  /** Runs none of which is held. */
  public HoldingFfmpeg() {
    try {
      FfmpegTools system = FfmpegTools.find(Optional.empty(), System.getenv("PATH"));
      folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "ffmpeg");
      Files.createSymbolicLink(folder.resolve("ffprobe"), system.ffprobe());
      Path script = folder.resolve("ffmpeg");
      Files.writeString(script, SCRIPT.formatted(system.ffmpeg(), texts()));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path texts() {
    return folder.resolve("held");
  }

  /**
   * Holds every run from now on whose arguments, joined by blanks, contain one of the texts.
   *
   * @param texts in which {@code *} stands for anything
   */
  public void hold(String... texts) {
    try {
      Path draft = Files.write(folder.resolve("held.draft"), List.of(texts));
      Files.move(draft, texts(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The runs of this process that are held, and whose arguments contain the text. */
  public List<ProcessHandle> held(String text) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/ffmpeg"))
        .filter(process -> arguments(process).contains(text))
        .toList();
  }

  /** Empty once the process is gone. */
  private static String arguments(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  /** Holds no further runs. */
  public void release() {
    try {
      Files.deleteIfExists(texts());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The settings of a service that uses it. */
  @Override
  public Map<String, String> start() {
    return Map.of("recollect.ffmpeg.folder", folder.toString());
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, field -> field.getType() == HoldingFfmpeg.class);
  }

  @Override
  public void stop() {
    release();
  }
}
