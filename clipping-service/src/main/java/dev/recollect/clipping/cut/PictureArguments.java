package dev.recollect.clipping.cut;

import dev.recollect.video.Rational;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import dev.recollect.video.VideoStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The arguments of ffmpeg that concern one source's pictures and sound. Timestamps stay those of
 * the file ({@code -copyts}), so that pictures are chosen by their exact ticks.
 */
final class PictureArguments {
  private static final Set<String> HIGH_DYNAMIC_RANGE = Set.of("smpte2084", "arib-std-b67");
  private static final long FINEST_TIMESCALE = 240_000;
  private static final long USUAL_TIMESCALE = 90_000;

  /** Decoding starts this much earlier than it must; what it yields is cut away exactly. */
  private static final double SEEK_LEAD_SECONDS = 0.5;

  private final VideoInput source;
  private final VideoInfo info;

  PictureArguments(VideoInput source, VideoInfo info) {
    this.source = source;
    this.info = info;
  }

  /** Ticks per second of the clip's picture track: the source's, unless that is oddly fine. */
  long timescale() {
    Rational base = info.video().timeBase();
    return base.numerator() == 1 && base.denominator() <= FINEST_TIMESCALE
        ? base.denominator()
        : USUAL_TIMESCALE;
  }

  /** The source, opened shortly before a tick. */
  List<String> input(long tick) {
    return inputAt(info.seconds(tick) - SEEK_LEAD_SECONDS);
  }

  /** The source, opened at the keyframe before an edge. */
  List<String> inputAtKey(Edge edge) {
    return inputAt(info.seconds(edge.seek()));
  }

  private List<String> inputAt(double seek) {
    List<String> arguments = new ArrayList<>(List.of("-copyts"));
    if (seek > 0) {
      arguments.addAll(List.of("-ss", seconds(seek)));
    }
    arguments.addAll(source.arguments());
    return arguments;
  }

  /** The source, opened at a keyframe. */
  List<String> inputAtKey(Body body) {
    return inputAt(body.range().first() > info.tick(0) ? info.seconds(body.seek()) : 0);
  }

  /** A filter that passes just these pictures and shows the first one at zero. */
  static String only(FrameRange range) {
    return "trim=start_pts=%d:end_pts=%d,setpts=PTS-%d"
        .formatted(range.first(), range.end(), range.first());
  }

  /** A filter that makes any picture one that every browser shows. */
  String browserPictures() {
    List<String> filters = new ArrayList<>();
    VideoStream video = info.video();
    if (!video.progressive()) {
      filters.add("yadif=deint=interlaced");
    }
    if (HIGH_DYNAMIC_RANGE.contains(video.color().transfer())) {
      filters.add("zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709");
      filters.add("tonemap=hable:desat=0,zscale=transfer=bt709:matrix=bt709:range=tv");
    }
    if (video.width() % 2 != 0 || video.height() % 2 != 0) {
      filters.add("scale=trunc(iw/2)*2:trunc(ih/2)*2");
    }
    filters.add("format=yuv420p");
    return String.join(",", filters);
  }

  /**
   * A filter from the sound of an input to that of the clip: as long as its pictures, beginning
   * with them.
   */
  String sound(int input, FrameRange range) {
    Rational base = info.video().timeBase();
    return String.format(
        Locale.ROOT,
        "[%d:a:0]atrim=start=%.9f:end=%.9f,asetpts=PTS-%.9f/TB,aresample=async=1:first_pts=0[a]",
        input,
        base.seconds(range.first()),
        base.seconds(range.end()),
        base.seconds(range.first()));
  }

  /** How pictures are encoded and timed. */
  List<String> encoder(EncoderSettings settings) {
    List<String> arguments = new ArrayList<>(List.of("-c:v", "libx264"));
    arguments.addAll(List.of("-preset", settings.preset()));
    arguments.addAll(List.of("-crf", Integer.toString(settings.quality())));
    arguments.addAll(List.of("-threads:v", Integer.toString(settings.threads())));
    arguments.addAll(List.of("-fps_mode:v", "passthrough"));
    arguments.addAll(List.of("-enc_time_base:v", "1/" + timescale()));
    arguments.addAll(track());
    return arguments;
  }

  /** The colour tags of the source, or those of what tone mapping makes of it. */
  List<String> colors() {
    VideoStream.ColorTags color = info.video().color();
    boolean mapped = HIGH_DYNAMIC_RANGE.contains(color.transfer());
    List<String> arguments = new ArrayList<>();
    tag(arguments, "-color_primaries", mapped ? "bt709" : color.primaries());
    tag(arguments, "-color_trc", mapped ? "bt709" : color.transfer());
    tag(arguments, "-colorspace", mapped ? "bt709" : color.matrix());
    tag(arguments, "-color_range", mapped ? "tv" : color.range());
    return arguments;
  }

  private static void tag(List<String> arguments, String option, String value) {
    if (!value.isEmpty()) {
      arguments.addAll(List.of(option, value));
    }
  }

  List<String> track() {
    return List.of("-video_track_timescale", Long.toString(timescale()));
  }

  /** The clip's file: index in front, nothing of the source's metadata, such as its place. */
  static List<String> clipFile(Path output) {
    return List.of(
        "-map_metadata",
        "-1",
        "-map_chapters",
        "-1",
        "-movflags",
        "+faststart",
        "-f",
        "mp4",
        output.toString());
  }

  static List<String> soundEncoder(EncoderSettings settings) {
    return List.of(
        "-c:a", "aac", "-ac", "2", "-b:a", Integer.toString(settings.audioBitsPerSecond()));
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
