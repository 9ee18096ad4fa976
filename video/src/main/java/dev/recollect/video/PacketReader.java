package dev.recollect.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lists the packets of a file's first video stream without decoding them. */
public final class PacketReader {
  private final Ffmpeg ffmpeg;

  public PacketReader(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Hands every packet to the visitor, in decoding order; memory does not grow with the file.
   *
   * @param visitor called on another thread; what it throws ends the reading and is thrown here
   */
  public void readAll(VideoInput video, Consumer<Packet> visitor)
      throws FfmpegException, InterruptedException {
    ffmpeg.probe(arguments(video), lines -> visit(lines, visitor));
  }

  private static List<String> arguments(VideoInput video) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-select_streams", "V:0", "-show_entries", Packet.FIELDS));
    arguments.addAll(List.of("-of", "csv=print_section=0"));
    arguments.addAll(video.arguments());
    return arguments;
  }

  private static Void visit(BufferedReader lines, Consumer<Packet> visitor) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank()) {
        visitor.accept(packet(line));
      }
    }
    return null;
  }

  private static Packet packet(String line) throws IOException {
    try {
      return Packet.parse(line);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
