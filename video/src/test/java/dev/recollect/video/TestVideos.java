package dev.recollect.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Videos made by ffmpeg when a test first asks for them. */
public final class TestVideos {
  /** Every picture of it differs from every other: a moving pattern with a frame counter. */
  public static final String PATTERN = "testsrc2=size=320x180:rate=30";

  private static final Path FOLDER = Path.of("target", "test-videos").toAbsolutePath();

  private static final Map<Path, Description> DESCRIPTIONS = new ConcurrentHashMap<>();

  /**
   * What a probe says of a video.
   *
   * @param packets in decoding order
   */
  public record Description(VideoInfo info, List<Packet> packets) {}

  private TestVideos() {}

  /** Probes a video, or takes what was said of it before: its file must not change. */
  public static Description describe(Path file) {
    return DESCRIPTIONS.computeIfAbsent(file, TestVideos::probe);
  }

  private static Description probe(Path file) {
    try {
      List<Packet> packets = new ArrayList<>();
      VideoInfo info = new VideoProbe(ffmpeg()).probe(VideoInput.file(file), packets::add);
      return new Description(info, packets);
    } catch (VideoRefusedException | FfmpegException | InterruptedException e) {
      throw new IllegalStateException("cannot describe " + file, e);
    }
  }

  /** The system's ffmpeg, with room for anything a test does. */
  public static Ffmpeg ffmpeg() {
    return ffmpeg(new FfmpegLimits(Duration.ofMinutes(10), 4L << 30, 1L << 30));
  }

  /** The system's ffmpeg. */
  public static Ffmpeg ffmpeg(FfmpegLimits limits) {
    return new Ffmpeg(FfmpegTools.find(Optional.empty(), System.getenv("PATH")), limits);
  }

  /** A folder for one test's outputs, empty. */
  public static Path folder(String name) {
    try {
      Path folder = FOLDER.resolve(name);
      Files.createDirectories(folder);
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A video made with these arguments, or the one that was made so before.
   *
   * @param name of the file, with its suffix
   */
  public static Path make(String name, String... arguments) {
    Path file = FOLDER.resolve(Integer.toHexString(List.of(arguments).hashCode()) + "-" + name);
    if (Files.exists(file)) {
      return file;
    }
    try {
      Files.createDirectories(FOLDER);
      Path unfinished = FOLDER.resolve("unfinished-" + ProcessHandle.current().pid() + "-" + name);
      List<String> all = new ArrayList<>(List.of(arguments));
      all.add(unfinished.toString());
      ffmpeg().run(all, progress -> {});
      return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FfmpegException | InterruptedException e) {
      throw new IllegalStateException("cannot make " + name, e);
    }
  }

  /** H.264 with B-frames, a keyframe every two seconds, AAC sound. */
  public static Path pattern(int seconds, String... encoder) {
    List<String> arguments =
        new ArrayList<>(
            List.of("-f", "lavfi", "-i", PATTERN, "-f", "lavfi", "-i", "sine=frequency=440"));
    arguments.addAll(List.of("-t", Integer.toString(seconds), "-c:a", "aac"));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-bf", "3"));
    arguments.addAll(List.of(encoder));
    return make("pattern.mp4", arguments.toArray(String[]::new));
  }
}
