package dev.recollect.video;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Decides what is a source video. Reads the whole file once, since only its last packet tells
 * whether the file is complete, and decodes one frame, since a header promises much.
 */
public final class VideoProbe {
  private static final Set<String> CODECS = Set.of("h264", "hevc", "vp9", "av1");

  /** Missing tails of a long video that are shorter are rounding, not truncation. */
  private static final double TOLERATED_PART = 0.02;

  /** The same of a video of less than a minute: a second, but not much of the video. */
  private static final double TOLERATED_SECONDS = 1;

  private static final double TOLERATED_PART_OF_SHORT = 0.15;

  /** Headers are wrong by a picture or two however short the video is. */
  private static final double TOLERATED_PICTURES = 2;

  private static final Duration DECODE_LIMIT = Duration.ofSeconds(60);

  private final Ffmpeg ffmpeg;
  private final PacketReader packets;

  public VideoProbe(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
    this.packets = new PacketReader(ffmpeg);
  }

  /**
   * Looks at a video.
   *
   * @throws VideoRefusedException if it is not a complete video of an accepted kind
   * @throws InconclusiveRunException if storage did not hand it out, or ffmpeg could not do its
   *     work, which says nothing about it
   */
  public VideoInfo probe(VideoInput file)
      throws VideoRefusedException, InconclusiveRunException, InterruptedException {
    return probe(file, packet -> {});
  }

  /**
   * The same for somebody who wants to know the packets, too. Shown them all is only who gets an
   * answer.
   *
   * @param packets shown every packet of the pictures, in decoding order, on another thread; that
   *     may still be in it when the calling thread was interrupted. What it throws ends the probe
   */
  public VideoInfo probe(VideoInput file, Consumer<Packet> packets)
      throws VideoRefusedException, InconclusiveRunException, InterruptedException {
    try {
      return look(file, packets);
    } catch (VideoRefusedException refused) {
      requireRefused(file);
      throw refused;
    }
  }

  /** A storage that breaks off looks like a broken file, even if it is back at once. */
  private void requireRefused(VideoInput file)
      throws InconclusiveRunException, InterruptedException {
    if (file instanceof VideoInput.LocalFile) {
      return;
    }
    try {
      look(file, packet -> {});
    } catch (VideoRefusedException again) {
      return;
    }
    throw differing();
  }

  private static VideoUnreachableException differing() {
    return new VideoUnreachableException(
        "the storage does not give the video: its answers differ", "");
  }

  private VideoInfo look(VideoInput file, Consumer<Packet> packets)
      throws VideoRefusedException, InconclusiveRunException, InterruptedException {
    VideoDescription described =
        describe(file).orElseThrow(() -> new VideoRefusedException("The file has no video track."));
    requireCodec(described);
    PacketScan scan = scan(file, packets);
    double start = described.start();
    double end = described.timeBase().seconds(scan.end()) - start;
    requireComplete(file, described, scan, end);
    requireDecodable(file);
    return new VideoInfo(
        described.container(),
        start,
        Duration.ofNanos(Math.round(end * 1e9)),
        scan.frames(),
        described.picture(),
        described.sound());
  }

  private Optional<VideoDescription> describe(VideoInput file)
      throws VideoRefusedException, InconclusiveRunException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-show_entries", VideoDescription.FIELDS, "-of", "json"));
    arguments.addAll(file.arguments());
    try {
      return ffmpeg.probe(arguments, VideoDescription::read);
    } catch (InconclusiveRunException e) {
      throw e;
    } catch (FfmpegException e) {
      throw new VideoRefusedException(
          "The file cannot be read as a video: " + e.getMessage() + ".");
    }
  }

  private static void requireCodec(VideoDescription described) throws VideoRefusedException {
    String codec = described.codec();
    if (!CODECS.contains(codec)) {
      throw new VideoRefusedException(
          "The video's codec is %s; accepted are H.264, HEVC, VP9 and AV1.".formatted(codec));
    }
  }

  private PacketScan scan(VideoInput file, Consumer<Packet> visitor)
      throws VideoRefusedException, InconclusiveRunException, InterruptedException {
    PacketScan scan = new PacketScan();
    try {
      packets.readAll(file, visitor.andThen(scan::add));
    } catch (InconclusiveRunException e) {
      throw e;
    } catch (FfmpegException e) {
      throw new VideoRefusedException(
          "The video's packets cannot be read: " + e.getMessage() + ".");
    }
    if (scan.frames() == 0) {
      throw new VideoRefusedException("The video track has no pictures.");
    }
    return scan;
  }

  private void requireComplete(
      VideoInput file, VideoDescription described, PacketScan scan, double end)
      throws VideoRefusedException, InconclusiveRunException, InterruptedException {
    OptionalDouble known = described.end();
    double declared = known.orElse(end);
    if (known.isPresent() && declared - end <= described.lasting(TOLERATED_PICTURES)) {
      return;
    }
    requireReadable(file);
    if (declared - end > tolerated(declared, described)) {
      throw new VideoRefusedException(
          String.format(
              Locale.ROOT,
              "The video is cut off: its header says %.1f s, its pictures end at %.1f s.",
              declared,
              end));
    }
    requireSame(file, scan);
  }

  private static double tolerated(double declared, VideoDescription described) {
    double ofShort = Math.min(TOLERATED_SECONDS, TOLERATED_PART_OF_SHORT * declared);
    return Math.max(
        TOLERATED_PART * declared,
        Math.max(ofShort, Math.min(TOLERATED_SECONDS, described.lasting(TOLERATED_PICTURES))));
  }

  /** ffprobe takes a storage that falls silent for the end of the video; ffmpeg says so. */
  private void requireReadable(VideoInput file)
      throws InconclusiveRunException, InterruptedException {
    List<String> arguments = new ArrayList<>(file.arguments());
    arguments.addAll(List.of("-map", "0:V:0", "-c", "copy", "-f", "null", "-"));
    try {
      ffmpeg.run(arguments, progress -> {});
    } catch (InconclusiveRunException e) {
      throw e;
    } catch (FfmpegException e) {
      // So the video is at fault, as the caller says.
    }
  }

  /** A storage that falls silent near the end may be back at once, too. */
  private void requireSame(VideoInput file, PacketScan scan)
      throws VideoRefusedException, InconclusiveRunException, InterruptedException {
    if (!scan(file, packet -> {}).sameAs(scan)) {
      throw differing();
    }
  }

  private void requireDecodable(VideoInput file)
      throws VideoRefusedException, InconclusiveRunException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-xerror"));
    arguments.addAll(file.arguments());
    arguments.addAll(List.of("-map", "0:V:0"));
    arguments.addAll(List.of("-frames:v", "1", "-f", "null", "-"));
    try (ToolRun run = ffmpeg.open(arguments, DECODE_LIMIT)) {
      run.awaitSuccess();
    } catch (InconclusiveRunException e) {
      throw e;
    } catch (FfmpegException e) {
      throw new VideoRefusedException("The video cannot be decoded: " + e.getMessage() + ".");
    }
  }
}
