package dev.recollect.video;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recollect.video.VideoStream.ColorTags;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/** What a video's headers say of it, by ffprobe. Nothing of it need be true. */
final class VideoDescription {
  /** The options of ffprobe that ask for it. What is used only; tags may hold whole books. */
  static final String FIELDS =
      "format=format_name,start_time,duration:stream=codec_type,codec_name,profile,width,height,"
          + "pix_fmt,field_order,time_base,avg_frame_rate,start_time,duration,color_range,"
          + "color_primaries,color_transfer,color_space,sample_aspect_ratio,channels,sample_rate:"
          + "stream_disposition=attached_pic:stream_tags=DURATION:stream_side_data=rotation";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Room for the thousand tracks that ffprobe would list. */
  private static final int MAX_ANSWER = 1 << 20;

  private final JsonNode format;
  private final JsonNode video;
  private final Optional<JsonNode> audio;

  private VideoDescription(JsonNode format, JsonNode video, Optional<JsonNode> audio) {
    this.format = format;
    this.video = video;
    this.audio = audio;
  }

  /**
   * Reads ffprobe's answer.
   *
   * @return empty if the file has no video track
   * @throws IOException if the answer cannot be read, or is longer than any that is meant well
   */
  static Optional<VideoDescription> read(BufferedReader lines) throws IOException {
    JsonNode answer = JSON.readTree(bounded(lines));
    JsonNode streams = answer.path("streams");
    return first(streams, "video")
        .map(video -> new VideoDescription(answer.path("format"), video, first(streams, "audio")));
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

  private static Optional<JsonNode> first(JsonNode streams, String kind) {
    return StreamSupport.stream(streams.spliterator(), false)
        .filter(stream -> stream.path("codec_type").asText().equals(kind))
        .filter(stream -> stream.path("disposition").path("attached_pic").asInt() == 0)
        .findFirst();
  }

  /** {@code mp4} or {@code matroska}: others are not opened. */
  String container() {
    return format.path("format_name").asText().contains("mp4") ? "mp4" : "matroska";
  }

  /** As ffmpeg names it. */
  String codec() {
    return video.path("codec_name").asText("unknown");
  }

  /** Seconds on the file's clock at which it begins. */
  double start() {
    return number(format.path("start_time"), 0);
  }

  Rational timeBase() {
    return Rational.parse(video.path("time_base").asText());
  }

  /** How long {@code pictures} pictures last in seconds, 0 if the rate is not known. */
  double lasting(double pictures) {
    double rate = frameRate().value();
    return rate > 0 ? pictures / rate : 0;
  }

  /**
   * Where the pictures end, in seconds after the start. Empty for a recording that was written as
   * it was made, whose header knows no length.
   */
  OptionalDouble end() {
    if (video.has("duration")) {
      return OptionalDouble.of(
          number(video.path("start_time"), 0) - start() + number(video.path("duration"), 0));
    }
    String tag = video.path("tags").path("DURATION").asText();
    if (tag.matches("\\d+:\\d\\d:\\d\\d(\\.\\d+)?")) {
      String[] parts = tag.split(":", 3);
      return OptionalDouble.of(
          Integer.parseInt(parts[0]) * 3600
              + Integer.parseInt(parts[1]) * 60
              + Double.parseDouble(parts[2])
              - start());
    }
    // The length of the whole file says nothing about the pictures when there is sound.
    JsonNode whole = format.path("duration");
    return whole.isMissingNode() || audio.isPresent()
        ? OptionalDouble.empty()
        : OptionalDouble.of(whole.asDouble());
  }

  VideoStream picture() {
    String fields = video.path("field_order").asText("progressive");
    return new VideoStream(
        video.path("codec_name").asText(),
        video.path("profile").asText(),
        video.path("width").asInt(),
        video.path("height").asInt(),
        rotation(),
        video.path("pix_fmt").asText(),
        fields.equals("progressive") || fields.equals("unknown"),
        timeBase(),
        frameRate(),
        new ColorTags(
            tag("color_range"), tag("color_primaries"), tag("color_transfer"), tag("color_space")),
        Rational.parse(video.path("sample_aspect_ratio").asText()));
  }

  Optional<AudioStream> sound() {
    return audio.map(
        stream ->
            new AudioStream(
                stream.path("codec_name").asText(),
                stream.path("channels").asInt(1),
                stream.path("sample_rate").asInt()));
  }

  private Rational frameRate() {
    return Rational.parse(video.path("avg_frame_rate").asText());
  }

  private String tag(String name) {
    String value = video.path(name).asText();
    return value.equals("unknown") || value.equals("reserved") ? "" : value;
  }

  /** ffprobe counts counter-clockwise. */
  private int rotation() {
    for (JsonNode data : video.path("side_data_list")) {
      if (data.has("rotation")) {
        return Math.floorMod(-Math.round(data.path("rotation").asInt() / 90f) * 90, 360);
      }
    }
    return 0;
  }

  private static double number(JsonNode node, double otherwise) {
    return node.isMissingNode() ? otherwise : node.asDouble(otherwise);
  }
}
