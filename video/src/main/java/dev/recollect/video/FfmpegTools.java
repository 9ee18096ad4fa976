package dev.recollect.video;

import java.io.File;
import java.io.IOException;
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
   * Looks for both executables; where the system has none, the build's own are unpacked.
   *
   * @param folder where they must be; empty means: on the search path, or the build's own
   * @param searchPath folders as in the environment variable {@code PATH}
   * @param unpacked where the build's own go; made if it is not there
   * @throws FfmpegMissingException if one of them is not there; the message says what to do
   */
  public static FfmpegTools find(Optional<Path> folder, String searchPath, Path unpacked) {
    try {
      return find(folder, searchPath);
    } catch (FfmpegMissingException missing) {
      Optional<PackagedFfmpeg> packaged =
          folder.isPresent()
              ? Optional.empty()
              : PackagedFfmpeg.of(System.getProperty("os.name"), System.getProperty("os.arch"));
      if (packaged.isEmpty()) {
        throw missing;
      }
      try {
        return packaged.get().unpack(unpacked);
      } catch (IOException failure) {
        throw new FfmpegMissingException(
            "%s; the packaged one cannot be used from %s: %s"
                .formatted(missing.getMessage(), unpacked, failure.getMessage()));
      }
    }
  }

  /**
   * Looks for executables that are there.
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
