package dev.recollect.clipping.cut;

import dev.recollect.video.FfmpegException;
import dev.recollect.video.Packet;
import dev.recollect.video.PacketReader;
import dev.recollect.video.Rational;
import dev.recollect.video.VideoInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks whether a finished clip has exactly the pictures of its plan, when they are due. */
final class ClipCheck {
  private final PacketReader packets;

  ClipCheck(PacketReader packets) {
    this.packets = packets;
  }

  /**
   * Checks the file's packets; nothing is decoded.
   *
   * @param source time base of the plan
   * @param timescale ticks per second of the clip
   * @throws FfmpegException if they are not what was planned
   */
  void check(Path clip, CutPlan plan, Rational source, long timescale)
      throws FfmpegException, InterruptedException {
    List<Packet> found = new ArrayList<>();
    packets.readAll(VideoInput.file(clip), found::add);
    if (found.size() != plan.pts().size()) {
      throw new FfmpegException(
          "the clip has %d pictures instead of %d".formatted(found.size(), plan.pts().size()), "");
    }
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i).dts() <= found.get(i - 1).dts()) {
        throw new FfmpegException("the clip's decoding times fall at picture " + i, "");
      }
    }
    List<Long> shown = found.stream().map(Packet::pts).sorted().toList();
    for (int i = 0; i < shown.size(); i++) {
      long due = Math.round(source.seconds(plan.pts().get(i) - plan.first()) * timescale);
      if (Math.abs(shown.get(i) - due) > 1) {
        throw new FfmpegException(
            "picture %d of the clip is shown at tick %d instead of %d"
                .formatted(i, shown.get(i), due),
            "");
      }
    }
  }
}
