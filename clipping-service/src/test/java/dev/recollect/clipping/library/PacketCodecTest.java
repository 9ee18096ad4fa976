package dev.recollect.clipping.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.video.Packet;
import dev.recollect.video.PacketReader;
import dev.recollect.video.TestVideos;
import dev.recollect.video.VideoInput;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketCodecTest {

  private static List<Packet> andBack(List<Packet> packets) {
    return PacketCodec.unpack(PacketCodec.pack(packets));
  }

  @Test
  void whatIsPackedComesOutAsItWas() {
    List<Packet> packets =
        List.of(
            new Packet(0, -1_024, 512, 40_000, true, false),
            new Packet(1_536, -512, 512, 9_000, false, false),
            new Packet(512, 0, 512, 0, false, true),
            new Packet(-1_024, 700, 0, Integer.MAX_VALUE, true, true),
            new Packet(90_000, Packet.UNKNOWN, 3_003, 1, true, false),
            new Packet(Long.MAX_VALUE, 1, 0, 1, false, false),
            new Packet(Long.MIN_VALUE, Packet.UNKNOWN, Long.MAX_VALUE, 1, false, false),
            new Packet(Long.MAX_VALUE, Long.MAX_VALUE, 1, 1, false, false),
            new Packet(64, 63, 1, 31, false, false));

    assertThat(andBack(packets)).isEqualTo(packets);
    assertThat(andBack(List.of())).isEmpty();
  }

  @Test
  void aPacketTakesSevenBytes() throws Exception {
    List<Packet> packets = new ArrayList<>();
    new PacketReader(TestVideos.ffmpeg())
        .readAll(VideoInput.file(TestVideos.pattern(8)), packets::add);
    assertThat(packets).hasSize(240);

    assertThat(PacketCodec.pack(packets)).hasSizeLessThan(240 * 7);
    assertThat(andBack(packets)).isEqualTo(packets);
  }
}
