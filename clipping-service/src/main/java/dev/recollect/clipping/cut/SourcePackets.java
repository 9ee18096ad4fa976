package dev.recollect.clipping.cut;

import dev.recollect.video.FfmpegException;
import dev.recollect.video.Packet;
import java.util.List;

/** Knows the packets of a source's pictures, from a reading of the whole of it. */
@FunctionalInterface
public interface SourcePackets {

  /**
   * The packets around a stretch, in decoding order: all that are shown in it, and whatever is
   * stored between them. More than that does no harm.
   *
   * @param from tick of the source
   * @param to tick of the source at which the stretch is over
   * @throws FfmpegException if they are too many to plan with
   */
  List<Packet> around(long from, long to) throws FfmpegException;
}
