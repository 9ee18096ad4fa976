package dev.recollect.clipping.cut;

import dev.recollect.clipping.cut.CutPlan.SmartCut;
import dev.recollect.video.Packet;
import java.util.List;
import java.util.Optional;

/**
 * Decides which packets of a source can be copied into a clip.
 *
 * <p>Packets are copied from the first keyframe of the clip that no later packet is shown before,
 * up to the last point, in decoding order, at which everything decoded so far is shown before
 * everything that follows. Decoding needs only packets that come earlier, so a prefix that ends
 * there is whole; only the few pictures between that point and the end of the clip are encoded
 * again, rather than a whole group of pictures.
 */
final class CutPlanner {
  private final List<Packet> packets;
  private final long minimumCopy;

  /**
   * @param packets around the clip, in decoding order: all that are shown from its beginning to
   *     well past its end, and whatever is stored between them
   * @param minimumCopy ticks; copying less is not worth the joins
   */
  CutPlanner(List<Packet> packets, long minimumCopy) {
    this.packets = List.copyOf(packets);
    this.minimumCopy = minimumCopy;
  }

  /**
   * Plans a clip of the pictures shown in {@code [from, to)}.
   *
   * @return empty if there is no picture
   */
  Optional<CutPlan> plan(long from, long to) {
    List<Long> all =
        packets.stream().filter(p -> !p.discarded()).map(Packet::pts).sorted().toList();
    List<Long> pts = all.stream().filter(p -> p >= from && p < to).toList();
    if (pts.isEmpty()) {
      return Optional.empty();
    }
    long end =
        all.stream().filter(p -> p > pts.getLast()).findFirst().orElseGet(() -> lastEnd(pts));
    return Optional.of(new CutPlan(pts, end, smart(pts, end)));
  }

  private long lastEnd(List<Long> pts) {
    long last = pts.getLast();
    return packets.stream()
        .filter(p -> p.pts() == last && p.duration() > 0)
        .map(p -> last + p.duration())
        .findFirst()
        .orElseGet(() -> pts.size() > 1 ? 2 * last - pts.get(pts.size() - 2) : last + 1);
  }

  private Optional<SmartCut> smart(List<Long> pts, long end) {
    long[] earliestFrom = earliestFrom();
    int key = firstCleanKey(pts.getFirst(), earliestFrom);
    if (key < 0 || packets.get(key).dts() == Packet.UNKNOWN) {
      return Optional.empty();
    }
    int stop = lastCleanStop(key, end, earliestFrom);
    if (stop <= key) {
      return Optional.empty();
    }
    Packet start = packets.get(key);
    long bodyEnd = stop < packets.size() ? Math.min(earliestFrom[stop], end) : end;
    if (bodyEnd - start.pts() < minimumCopy || hasHoles(key, stop)) {
      return Optional.empty();
    }
    Body body =
        new Body(
            new FrameRange(start.pts(), bodyEnd, stop - key),
            (start.pts() + nextKey(key, bodyEnd)) / 2,
            packets.subList(key, stop).stream().map(Packet::size).toList());
    Optional<Edge> head =
        range(pts, Long.MIN_VALUE, start.pts())
            .map(range -> new Edge(range, seek(range.first()), start.pts() - start.dts()));
    Optional<Edge> tail =
        range(pts, bodyEnd, end)
            .map(
                range ->
                    new Edge(range, seek(range.first()), range.first() - packets.get(stop).dts()));
    return Optional.of(new SmartCut(head, body, tail));
  }

  /** For each packet, when the earliest picture of it and all that follow is shown. */
  private long[] earliestFrom() {
    long[] earliest = new long[packets.size()];
    long seen = Long.MAX_VALUE;
    for (int i = packets.size() - 1; i >= 0; i--) {
      seen = Math.min(seen, packets.get(i).pts());
      earliest[i] = seen;
    }
    return earliest;
  }

  private int firstCleanKey(long first, long[] earliestFrom) {
    for (int i = 0; i < packets.size(); i++) {
      Packet packet = packets.get(i);
      if (packet.key() && packet.pts() >= first && earliestFrom[i] == packet.pts()) {
        return i;
      }
    }
    return -1;
  }

  /** Index after the last packet to copy. */
  private int lastCleanStop(int key, long end, long[] earliestFrom) {
    int stop = key;
    long latest = Long.MIN_VALUE;
    for (int i = key; i < packets.size(); i++) {
      latest = Math.max(latest, packets.get(i).pts());
      if (latest >= end) {
        break;
      }
      if (i + 1 == packets.size() || latest < earliestFrom[i + 1]) {
        stop = i + 1;
      }
    }
    return stop;
  }

  private long nextKey(int key, long otherwise) {
    return packets.stream()
        .skip(key + 1L)
        .filter(Packet::key)
        .mapToLong(Packet::pts)
        .findFirst()
        .orElse(otherwise);
  }

  /**
   * Where to seek for a picture. Demuxers compare that with times of showing or of decoding, so it
   * lies before every later keyframe by either, and past the one that is sought unless the two are
   * very close.
   */
  private long seek(long first) {
    return packets.stream()
            .filter(p -> p.key() && p.pts() >= first && p.dts() != Packet.UNKNOWN)
            .mapToLong(Packet::dts)
            .reduce(first, Math::min)
        - 1;
  }

  private boolean hasHoles(int key, int stop) {
    return packets.subList(key, stop).stream()
        .anyMatch(p -> p.discarded() || p.dts() == Packet.UNKNOWN);
  }

  private static Optional<FrameRange> range(List<Long> pts, long from, long to) {
    List<Long> inside = pts.stream().filter(p -> p >= from && p < to).toList();
    return inside.isEmpty()
        ? Optional.empty()
        : Optional.of(new FrameRange(inside.getFirst(), to, inside.size()));
  }
}
