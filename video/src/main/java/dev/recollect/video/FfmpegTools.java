package dev.recollect.video;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The two executables everything here is done with.
 *
 * @param ffmpeg absolute path
 * @param ffprobe absolute path
 */
public record FfmpegTools(Path ffmpeg, Path ffprobe) {

  /**
   * Looks for both executables.
   *
   * @param folder where they must be; empty means: somewhere on the search path
   * @param searchPath folders as in the environment variable {@code PATH}
   * @throws FfmpegMissingException if one of them is not there; the message says what to do
   */
  public static FfmpegTools find(Optional<Path> folder, String searchPath) {
    List<Path> folders =
        folder
            .map(List::of)
            .orElseGet(
                () ->
                    Arrays.stream(searchPath.split(File.pathSeparator, -1))
                        .filter(part -> !part.isBlank())
                        .map(Path::of)
                        .toList());
    return new FfmpegTools(executable("ffmpeg", folders), executable("ffprobe", folders));
  }

  private static Path executable(String name, List<Path> folders) {
    return folders.stream()
        .map(folder -> folder.resolve(name).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(
            () ->
                new FfmpegMissingException(
                    "%s is not in %s: install the package ffmpeg or set recollect.ffmpeg.folder"
                        .formatted(name, folders)));
  }
}
