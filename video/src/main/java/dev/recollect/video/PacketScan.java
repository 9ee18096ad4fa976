package dev.recollect.video;

/** Sums up the packets of a stream in one pass. Not thread-safe. */
final class PacketScan {
  private long frames;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long lastDuration;

  void add(Packet packet) {
    if (packet.discarded()) {
      return;
    }
    frames++;
    first = Math.min(first, packet.pts());
    if (packet.pts() > last) {
      last = packet.pts();
      lastDuration = packet.duration();
    }
  }

  /** Whether another reading of the same video came as far. */
  boolean sameAs(PacketScan other) {
    return frames == other.frames && end() == other.end();
  }

  long frames() {
    return frames;
  }

  /** Tick at which the last picture ends. */
  long end() {
    long mean = frames > 1 ? (last - first) / (frames - 1) : 0;
    return last + (lastDuration > 0 ? lastDuration : mean);
  }
}
