package dev.recollect.video;

/** Sums up the packets of a stream in one pass. Not thread-safe. */
final class PacketScan {
  /** Intervals within this factor of each other are the rounding of one frame rate. */
  private static final double EVEN = 1.5;

  private static final long ROUNDING_TICKS = 2;

  private long frames;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long lastDuration;
  private long previousDts = Packet.UNKNOWN;
  private long shortest = Long.MAX_VALUE;
  private long longest;

  void add(Packet packet) {
    if (previousDts != Packet.UNKNOWN) {
      long interval = packet.dts() - previousDts;
      shortest = Math.min(shortest, interval);
      longest = Math.max(longest, interval);
    }
    previousDts = packet.dts();
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

  long frames() {
    return frames;
  }

  /** Tick at which the last picture ends. */
  long end() {
    long mean = frames > 1 ? (last - first) / (frames - 1) : 0;
    return last + (lastDuration > 0 ? lastDuration : mean);
  }

  boolean variable() {
    return frames > 2 && longest > shortest * EVEN + ROUNDING_TICKS;
  }
}
