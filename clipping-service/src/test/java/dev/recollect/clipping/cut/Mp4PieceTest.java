package dev.recollect.clipping.cut;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.video.Packet;
import dev.recollect.video.PacketReader;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInput;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp4PieceTest {
  @TempDir private Path folder;

  @Test
  void knowsTheSizesOfItsPackets() throws Exception {
    Path file =
        TestVideos.make(
            "piece.mp4", "-i", TestVideos.pattern(4).toString(), "-map", "0:v", "-c", "copy");
    List<Packet> packets = new ArrayList<>();
    new PacketReader(TestVideos.ffmpeg()).readAll(VideoInput.file(file), packets::add);

    assertThat(new Mp4Piece(file).packetSizes())
        .hasSize(120)
        .isEqualTo(packets.stream().map(Packet::size).toList());
  }

  @Test
  void aFileWithoutATrackHasNone() throws Exception {
    ByteBuffer boxes = ByteBuffer.allocate(16);
    boxes.putInt(8).put("free".getBytes(US_ASCII)).putInt(8).put("moov".getBytes(US_ASCII));
    Path file = Files.write(folder.resolve("empty.mp4"), boxes.array());

    assertThatThrownBy(() -> new Mp4Piece(file).packetSizes())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no box trak");
  }
}
