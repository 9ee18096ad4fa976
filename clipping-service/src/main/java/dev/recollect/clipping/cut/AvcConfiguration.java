package dev.recollect.clipping.cut;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The decoder configuration of an H.264 track, the {@code avcC} record of ISO/IEC 14496-15, section
 * 5.3.3.1: the parameter sets that its pictures refer to by number.
 *
 * @param header version, profile, compatibility, level and length size, as in the record
 * @param sequenceSets NAL units of type 7
 * @param pictureSets NAL units of type 8
 * @param extension what follows, for the profiles that have it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of a file, never compared
record AvcConfiguration(
    byte[] header, List<byte[]> sequenceSets, List<byte[]> pictureSets, byte[] extension) {
  private static final int HEADER = 5;
  private static final int LEVEL = 3;
  private static final int MOST_SEQUENCE_SETS = 31;

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException if it is none
   */
  static AvcConfiguration parse(byte[] record) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(record);
      byte[] header = new byte[HEADER];
      bytes.get(header);
      List<byte[]> sequence = units(bytes, bytes.get() & 0x1F);
      List<byte[]> picture = units(bytes, bytes.get() & 0xFF);
      byte[] rest = new byte[bytes.remaining()];
      bytes.get(rest);
      if (sequence.isEmpty() || picture.isEmpty()) {
        throw new IllegalArgumentException("an avcC record without parameter sets");
      }
      return new AvcConfiguration(header, sequence, picture, rest);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("an avcC record that ends early", e);
    }
  }

  private static List<byte[]> units(ByteBuffer bytes, int count) {
    List<byte[]> units = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] unit = new byte[bytes.getShort() & 0xFFFF];
      bytes.get(unit);
      units.add(unit);
    }
    return units;
  }

  /** Bytes that say how long a NAL unit in a sample is. */
  int lengthSize() {
    return (header[4] & 3) + 1;
  }

  /** Numbers of all sequence and picture parameter sets. */
  Set<Integer> numbers() {
    Set<Integer> numbers = new HashSet<>();
    // After the unit's type come profile, constraints and level, a byte each, in a sequence set.
    sequenceSets.forEach(unit -> numbers.add(exponentialGolomb(unit, 4)));
    pictureSets.forEach(unit -> numbers.add(exponentialGolomb(unit, 1)));
    return numbers;
  }

  /** {@code ue(v)} of ITU-T H.264, section 9.1, at the beginning of a byte. */
  private static int exponentialGolomb(byte[] unit, int at) {
    int zeros = 0;
    int bit = at * 8;
    while (bit(unit, bit) == 0) {
      zeros++;
      bit++;
    }
    int value = 0;
    for (int i = 0; i <= zeros; i++) {
      value = value << 1 | bit(unit, bit + i);
    }
    return value - 1;
  }

  private static int bit(byte[] bytes, int index) {
    if (index / 8 >= bytes.length) {
      throw new IllegalArgumentException("a parameter set that ends early");
    }
    return bytes[index / 8] >> (7 - index % 8) & 1;
  }

  /**
   * One record for pictures of all of these; the first one's profile, the highest level.
   *
   * @throws IllegalArgumentException if two different sets have one number, or NAL unit lengths
   *     differ
   */
  static AvcConfiguration merge(List<AvcConfiguration> parts) {
    byte[] header = parts.getFirst().header.clone();
    List<byte[]> sequence = new ArrayList<>();
    List<byte[]> picture = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    for (AvcConfiguration part : parts) {
      if (part.lengthSize() != parts.getFirst().lengthSize()) {
        throw new IllegalArgumentException("NAL unit lengths differ");
      }
      for (int number : part.numbers()) {
        if (!numbers.add(number)) {
          throw new IllegalArgumentException("two parameter sets have number " + number);
        }
      }
      header[LEVEL] = (byte) Math.max(header[LEVEL] & 0xFF, part.header[LEVEL] & 0xFF);
      sequence.addAll(part.sequenceSets);
      picture.addAll(part.pictureSets);
    }
    if (sequence.size() > MOST_SEQUENCE_SETS || picture.size() > 255) {
      throw new IllegalArgumentException("too many parameter sets");
    }
    byte[] extension =
        parts.stream()
            .map(AvcConfiguration::extension)
            .filter(e -> e.length > 0)
            .findFirst()
            .orElse(new byte[0]);
    return new AvcConfiguration(header, sequence, picture, extension);
  }

  /** The record's bytes. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    out.write(0xE0 | sequenceSets.size());
    sequenceSets.forEach(unit -> write(out, unit));
    out.write(pictureSets.size());
    pictureSets.forEach(unit -> write(out, unit));
    out.writeBytes(extension);
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, byte[] unit) {
    out.write(unit.length >> 8);
    out.write(unit.length);
    out.writeBytes(unit);
  }
}
