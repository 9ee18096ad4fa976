package dev.recollect.clipping.cut;

import dev.recollect.clipping.cut.CutPlan.SmartCut;
import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.FfmpegProgress;
import dev.recollect.video.VideoStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a clip by copying most of its packets.
 *
 * <p>Head and tail are encoded with parameter sets of other numbers than the source's, and the
 * clip's configuration carries all of them, so every decoder knows from the start what each picture
 * refers to. The edges have no B-frames: a packet's decoding time is then its picture's time less a
 * constant, which is chosen so that decoding times rise across the joins.
 */
final class SmartEncode {
  private static final Map<String, String> PROFILES =
      Map.of(
          "Constrained Baseline",
          "baseline",
          "Baseline",
          "baseline",
          "Main",
          "main",
          "High",
          "high");

  private final Ffmpeg ffmpeg;
  private final EncoderSettings settings;

  SmartEncode(Ffmpeg ffmpeg, EncoderSettings settings) {
    this.ffmpeg = ffmpeg;
    this.settings = settings;
  }

  /** Whether packets of this source may stand in a clip, next to packets that x264 makes. */
  static boolean suits(ClipRequest request) {
    VideoStream video = request.info().video();
    return video.codec().equals("h264")
        && request.info().container().equals("mp4")
        && PROFILES.containsKey(video.profile())
        && video.pixelFormat().equals("yuv420p")
        && video.progressive()
        && video.rotation() == 0
        && request.stamp().isEmpty();
  }

  /**
   * Makes the clip.
   *
   * @param work an empty folder of its own; the caller deletes it
   * @throws UnsuitableException if the source turns out to be one whose packets cannot be copied
   */
  void run(
      ClipRequest request, CutPlan plan, SmartCut cut, Path work, Consumer<FfmpegProgress> progress)
      throws FfmpegException, UnsuitableException, IOException, InterruptedException {
    PictureArguments pictures = new PictureArguments(request.source(), request.info());
    if (pictures.timescale() != request.info().video().timeBase().denominator()) {
      throw new UnsuitableException("its time base is too fine");
    }
    Mp4Piece body = new Mp4Piece(work.resolve("body.mp4"));
    copyBody(pictures, cut.body(), body);
    AvcConfiguration source = body.configuration();
    int free = 1 + source.numbers().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (free > 30) {
      throw new UnsuitableException("it uses parameter sets up to " + (free - 1));
    }
    String profile = PROFILES.get(request.info().video().profile());
    List<Mp4Piece> pieces = new ArrayList<>();
    List<FrameRange> ranges = new ArrayList<>();
    if (cut.head().isPresent()) {
      Mp4Piece head = new Mp4Piece(work.resolve("head.mp4"));
      encode(pictures, cut.head().get(), profile, free, head);
      pieces.add(head);
      ranges.add(cut.head().get().range());
    }
    pieces.add(body);
    ranges.add(cut.body().range());
    if (cut.tail().isPresent()) {
      Mp4Piece tail = new Mp4Piece(work.resolve("tail.mp4"));
      encode(pictures, cut.tail().get(), profile, free + 1, tail);
      pieces.add(tail);
      ranges.add(cut.tail().get().range());
    }
    mergeConfigurations(pieces);
    join(request, plan, pictures, list(work, pieces, ranges, request), progress);
  }

  private void copyBody(PictureArguments pictures, Body body, Mp4Piece piece)
      throws FfmpegException, UnsuitableException, IOException, InterruptedException {
    long key = body.range().first();
    List<String> arguments = new ArrayList<>(pictures.inputAtKey(body));
    arguments.addAll(List.of("-map", "0:V:0", "-c:v", "copy"));
    arguments.addAll(List.of("-frames:v", Integer.toString(body.range().frames())));
    arguments.addAll(List.of("-bsf:v", "setts=pts=PTS-%d:dts=DTS-%d".formatted(key, key)));
    arguments.addAll(pictures.track());
    arguments.addAll(List.of("-map_metadata", "-1", "-f", "mp4", piece.file().toString()));
    ffmpeg.run(arguments, progress -> {});
    try {
      if (!piece.packetSizes().equals(body.sizes())) {
        throw new UnsuitableException("its packets change when they are copied");
      }
      if (!piece.beginsWithInstantRefresh()) {
        throw new UnsuitableException("its keyframes refer to earlier pictures");
      }
    } catch (IllegalArgumentException e) {
      throw new UnsuitableException("its copy cannot be read: " + e.getMessage());
    }
  }

  private void encode(
      PictureArguments pictures, Edge edge, String profile, int number, Mp4Piece piece)
      throws FfmpegException, InterruptedException {
    List<String> arguments = new ArrayList<>(pictures.inputAtKey(edge));
    arguments.addAll(List.of("-map", "0:V:0", "-vf", PictureArguments.only(edge.range())));
    arguments.addAll(pictures.encoder(settings.hurried()));
    arguments.addAll(pictures.colors());
    arguments.addAll(List.of("-profile:v", profile, "-bf", "0"));
    // Without the last two, which the profile takes back where it has none of them, x264 would fall
    // below the body's profile, and the clip's one record says the first piece's.
    arguments.addAll(
        List.of(
            "-x264-params",
            "sps-id=%d:keyint=infinite:scenecut=0:cabac=1:8x8dct=1".formatted(number)));
    arguments.addAll(List.of("-bsf:v", "setts=dts=PTS-" + edge.decodeLead()));
    arguments.addAll(List.of("-map_metadata", "-1", "-f", "mp4", piece.file().toString()));
    ffmpeg.run(arguments, progress -> {});
  }

  private static void mergeConfigurations(List<Mp4Piece> pieces)
      throws IOException, UnsuitableException {
    List<AvcConfiguration> configurations = new ArrayList<>();
    for (Mp4Piece piece : pieces) {
      configurations.add(piece.configuration());
    }
    try {
      // What joins the pieces takes the first one's configuration for all.
      pieces.getFirst().replaceConfiguration(AvcConfiguration.merge(configurations));
    } catch (IllegalArgumentException e) {
      throw new UnsuitableException("its parameter sets cannot be merged: " + e.getMessage());
    }
  }

  private static Path list(
      Path work, List<Mp4Piece> pieces, List<FrameRange> ranges, ClipRequest request)
      throws IOException {
    StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
    var base = request.info().video().timeBase();
    for (int i = 0; i < pieces.size(); i++) {
      long micros = Math.round(base.seconds(ranges.get(i).end() - ranges.get(i).first()) * 1e6);
      list.append("file ").append(pieces.get(i).file().getFileName()).append('\n');
      list.append("duration ").append(micros).append("us\n");
    }
    return Files.writeString(work.resolve("pieces.txt"), list);
  }

  private void join(
      ClipRequest request,
      CutPlan plan,
      PictureArguments pictures,
      Path list,
      Consumer<FfmpegProgress> progress)
      throws FfmpegException, InterruptedException {
    List<String> arguments = new ArrayList<>(Ffmpeg.ownList());
    arguments.addAll(List.of("-i", list.toString()));
    Optional<String> sound = request.info().audio().map(a -> pictures.sound(1, plan.range()));
    if (sound.isPresent()) {
      arguments.addAll(pictures.input(plan.first()));
      arguments.addAll(List.of("-filter_complex", sound.get()));
    }
    arguments.addAll(List.of("-map", "0:v:0", "-c:v", "copy"));
    if (sound.isPresent()) {
      arguments.addAll(List.of("-map", "[a]"));
      arguments.addAll(PictureArguments.soundEncoder(settings));
    }
    // The configuration has the parameter sets; copies of them among the pictures would be allowed
    // in tracks of another kind only.
    arguments.addAll(List.of("-bsf:v", "filter_units=remove_types=7-8"));
    arguments.addAll(pictures.track());
    arguments.addAll(PictureArguments.clipFile(request.output()));
    ffmpeg.run(arguments, progress);
  }

  /** The source's packets cannot be copied; the message says why. */
  static final class UnsuitableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsuitableException(String message) {
      super(message);
    }
  }
}
