package dev.recollect.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Lists the packets of a file's first video stream without decoding them. */
public final class PacketReader {
  private final Ffmpeg ffmpeg;

  public PacketReader(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /** Hands every packet to the visitor, in decoding order; memory does not grow with the file. */
  public void readAll(VideoInput video, Consumer<Packet> visitor)
      throws FfmpegException, InterruptedException {
    ffmpeg.probe(arguments(video, List.of()), lines -> visit(lines, visitor));
  }

  /**
   * The packets around a stretch of the video, in decoding order: from the last keyframe at or
   * before its start, to the first one past its end.
   *
   * @param startSeconds in the file's own timestamps; 0 or less means from the beginning
   * @param endSeconds in the file's own timestamps
   */
  public List<Packet> readAround(VideoInput video, double startSeconds, double endSeconds)
      throws FfmpegException, InterruptedException {
    String start = startSeconds <= 0 ? "" : String.format(Locale.ROOT, "%.6f", startSeconds);
    String interval = start + "%" + String.format(Locale.ROOT, "%.6f", endSeconds);
    List<Packet> packets = new ArrayList<>();
    ffmpeg.probe(
        arguments(video, List.of("-read_intervals", interval)),
        lines -> visit(lines, packets::add));
    return packets;
  }

  private static List<String> arguments(VideoInput video, List<String> extra) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-select_streams", "V:0", "-show_entries", Packet.FIELDS));
    arguments.addAll(List.of("-of", "csv=print_section=0"));
    arguments.addAll(extra);
    arguments.addAll(video.arguments());
    return arguments;
  }

  private static Void visit(BufferedReader lines, Consumer<Packet> visitor) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank()) {
        visitor.accept(Packet.parse(line));
      }
    }
    return null;
  }
}
