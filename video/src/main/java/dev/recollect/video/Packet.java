package dev.recollect.video;

/**
 * One compressed frame as it lies in the file. Times are ticks of the stream's time base.
 *
 * @param pts when it is shown
 * @param dts when it is decoded, or {@link #UNKNOWN}; packets come in this order
 * @param duration 0 when the file does not say
 * @param size bytes
 * @param key decoding can start here
 * @param discarded decoded but not shown: an edit list hides it
 */
public record Packet(long pts, long dts, long duration, int size, boolean key, boolean discarded) {

  /** Matroska does not store decoding times; the first ones of a reading cannot be told. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** What {@link #parse} understands, as ffprobe's {@code -show_entries}. */
  static final String FIELDS = "packet=pts,dts,duration,size,flags";

  /**
   * Reads a line of ffprobe's CSV.
   *
   * @throws IllegalArgumentException for a packet without a time to show it at, which no accepted
   *     container has
   */
  static Packet parse(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length < 5) {
      throw new IllegalArgumentException("not a packet: " + line);
    }
    return new Packet(
        Long.parseLong(fields[0]),
        "N/A".equals(fields[1]) ? UNKNOWN : Long.parseLong(fields[1]),
        "N/A".equals(fields[2]) ? 0 : Long.parseLong(fields[2]),
        Integer.parseInt(fields[3]),
        fields[4].startsWith("K"),
        fields[4].startsWith("D", 1));
  }
}
