package dev.recollect.video;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recollect.video.VideoStream.ColorTags;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * Decides what is a source video. Reads the whole file once, since only its last packet tells
 * whether the file is complete, and decodes one frame, since a header promises much.
 */
public final class VideoProbe {
  private static final Set<String> CODECS = Set.of("h264", "hevc", "vp9", "av1");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Missing tails of a long video that are shorter are rounding, not truncation. */
  private static final double TOLERATED_PART = 0.02;

  /** The same of a video of less than a minute: a second, but not much of the video. */
  private static final double TOLERATED_SECONDS = 1;

  private static final double TOLERATED_PART_OF_SHORT = 0.15;

  /** Headers are wrong by a picture or two however short the video is. */
  private static final double TOLERATED_PICTURES = 2;

  /** What is used; tags may hold whole books. */
  private static final String FIELDS =
      "format=format_name,start_time,duration:stream=codec_type,codec_name,profile,width,height,"
          + "pix_fmt,field_order,time_base,avg_frame_rate,start_time,duration,color_range,"
          + "color_primaries,color_transfer,color_space,sample_aspect_ratio,channels,sample_rate:"
          + "stream_disposition=attached_pic:stream_tags=DURATION:stream_side_data=rotation";

  /** Room for the thousand tracks that ffprobe would list. */
  private static final int MAX_ANSWER = 1 << 20;

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
    JsonNode description = describe(file);
    JsonNode video =
        stream(description, "video")
            .orElseThrow(() -> new VideoRefusedException("The file has no video track."));
    requireCodec(video);
    PacketScan scan = scan(file, packets);
    Rational timeBase = Rational.parse(video.path("time_base").asText());
    double start = number(description.path("format").path("start_time"), 0);
    double end = timeBase.seconds(scan.end()) - start;
    requireComplete(file, description, video, scan, end);
    requireDecodable(file);
    return new VideoInfo(
        description.path("format").path("format_name").asText().contains("mp4")
            ? "mp4"
            : "matroska",
        start,
        Duration.ofNanos(Math.round(end * 1e9)),
        scan.frames(),
        picture(video, timeBase),
        stream(description, "audio").map(VideoProbe::sound));
  }

  private JsonNode describe(VideoInput file)
      throws VideoRefusedException, InconclusiveRunException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-show_entries", FIELDS, "-of", "json"));
    arguments.addAll(file.arguments());
    try {
      return ffmpeg.probe(arguments, lines -> JSON.readTree(bounded(lines)));
    } catch (InconclusiveRunException e) {
      throw e;
    } catch (FfmpegException e) {
      throw new VideoRefusedException(
          "The file cannot be read as a video: " + e.getMessage() + ".");
    }
  }

  private static String bounded(BufferedReader lines) throws IOException {
    char[] answer = new char[MAX_ANSWER];
    int length = 0;
    for (int read = 0; read >= 0 && length < MAX_ANSWER; length += Math.max(0, read)) {
      read = lines.read(answer, length, MAX_ANSWER - length);
    }
    if (length == MAX_ANSWER) {
      throw new IOException("it describes too much");
    }
    return new String(answer, 0, length);
  }

  private static Optional<JsonNode> stream(JsonNode description, String kind) {
    return StreamSupport.stream(description.path("streams").spliterator(), false)
        .filter(stream -> stream.path("codec_type").asText().equals(kind))
        .filter(stream -> stream.path("disposition").path("attached_pic").asInt() == 0)
        .findFirst();
  }

  private static void requireCodec(JsonNode video) throws VideoRefusedException {
    String codec = video.path("codec_name").asText("unknown");
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
      VideoInput file, JsonNode description, JsonNode video, PacketScan scan, double end)
      throws VideoRefusedException, InconclusiveRunException, InterruptedException {
    OptionalDouble known = declaredEnd(description, video);
    double declared = known.orElse(end);
    if (known.isPresent() && declared - end <= pictures(video)) {
      return;
    }
    requireReadable(file);
    if (declared - end > tolerated(declared, video)) {
      throw new VideoRefusedException(
          String.format(
              Locale.ROOT,
              "The video is cut off: its header says %.1f s, its pictures end at %.1f s.",
              declared,
              end));
    }
    requireSame(file, scan);
  }

  private static double tolerated(double declared, JsonNode video) {
    double ofShort = Math.min(TOLERATED_SECONDS, TOLERATED_PART_OF_SHORT * declared);
    return Math.max(
        TOLERATED_PART * declared, Math.max(ofShort, Math.min(TOLERATED_SECONDS, pictures(video))));
  }

  /** Seconds that a header may be wrong by before anybody wonders. */
  private static double pictures(JsonNode video) {
    double rate = Rational.parse(video.path("avg_frame_rate").asText()).value();
    return rate > 0 ? TOLERATED_PICTURES / rate : 0;
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

  /** Empty for a recording that was written as it was made, whose header knows no length. */
  private static OptionalDouble declaredEnd(JsonNode description, JsonNode video) {
    double start = number(description.path("format").path("start_time"), 0);
    if (video.has("duration")) {
      return OptionalDouble.of(
          number(video.path("start_time"), 0) - start + number(video.path("duration"), 0));
    }
    String tag = video.path("tags").path("DURATION").asText();
    if (tag.matches("\\d+:\\d\\d:\\d\\d(\\.\\d+)?")) {
      String[] parts = tag.split(":", 3);
      return OptionalDouble.of(
          Integer.parseInt(parts[0]) * 3600
              + Integer.parseInt(parts[1]) * 60
              + Double.parseDouble(parts[2])
              - start);
    }
    // The length of the whole file says nothing about the pictures when there is sound.
    JsonNode whole = description.path("format").path("duration");
    return whole.isMissingNode() || stream(description, "audio").isPresent()
        ? OptionalDouble.empty()
        : OptionalDouble.of(whole.asDouble());
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

  private static VideoStream picture(JsonNode video, Rational timeBase) {
    String fields = video.path("field_order").asText("progressive");
    return new VideoStream(
        video.path("codec_name").asText(),
        video.path("profile").asText(),
        video.path("width").asInt(),
        video.path("height").asInt(),
        rotation(video),
        video.path("pix_fmt").asText(),
        fields.equals("progressive") || fields.equals("unknown"),
        timeBase,
        Rational.parse(video.path("avg_frame_rate").asText()),
        new ColorTags(
            tag(video, "color_range"),
            tag(video, "color_primaries"),
            tag(video, "color_transfer"),
            tag(video, "color_space")),
        Rational.parse(video.path("sample_aspect_ratio").asText()));
  }

  private static String tag(JsonNode video, String name) {
    String value = video.path(name).asText();
    return value.equals("unknown") || value.equals("reserved") ? "" : value;
  }

  /** ffprobe counts counter-clockwise. */
  private static int rotation(JsonNode video) {
    for (JsonNode data : video.path("side_data_list")) {
      if (data.has("rotation")) {
        return Math.floorMod(-Math.round(data.path("rotation").asInt() / 90f) * 90, 360);
      }
    }
    return 0;
  }

  private static AudioStream sound(JsonNode audio) {
    return new AudioStream(
        audio.path("codec_name").asText(),
        audio.path("channels").asInt(1),
        audio.path("sample_rate").asInt());
  }

  private static double number(JsonNode node, double otherwise) {
    return node.isMissingNode() ? otherwise : node.asDouble(otherwise);
  }
}
