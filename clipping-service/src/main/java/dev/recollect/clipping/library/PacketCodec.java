package dev.recollect.clipping.library;

import dev.recollect.video.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Packets in few bytes: of each what is new compared with the one before, in numbers of seven bits
 * to a byte. All of it is exact, {@link Packet#UNKNOWN} and overflowing differences included.
 */
final class PacketCodec {
  /** Four numbers of 64 bits, seven to a byte. */
  private static final int MOST_BYTES = 4 * 10;

  private static final int KEY = 1;
  private static final int DISCARDED = 2;
  private static final int FLAG_BITS = 2;

  private static final Packet BEFORE_THE_FIRST = new Packet(0, 0, 0, 0, false, false);

  private PacketCodec() {}

  static byte[] pack(List<Packet> packets) {
    ByteBuffer packed = ByteBuffer.allocate(packets.size() * MOST_BYTES);
    Packet before = BEFORE_THE_FIRST;
    for (Packet packet : packets) {
      int flags = (packet.key() ? KEY : 0) | (packet.discarded() ? DISCARDED : 0);
      putSigned(packed, packet.pts() - before.pts());
      putSigned(packed, packet.dts() - nextDts(before));
      putSigned(packed, packet.duration() - before.duration());
      put(packed, (long) packet.size() << FLAG_BITS | flags);
      before = packet;
    }
    return Arrays.copyOf(packed.array(), packed.position());
  }

  static List<Packet> unpack(byte[] bytes) {
    ByteBuffer packed = ByteBuffer.wrap(bytes);
    List<Packet> packets = new ArrayList<>();
    Packet before = BEFORE_THE_FIRST;
    while (packed.hasRemaining()) {
      long pts = before.pts() + signed(packed);
      long dts = nextDts(before) + signed(packed);
      long duration = before.duration() + signed(packed);
      long rest = unsigned(packed);
      before =
          new Packet(
              pts,
              dts,
              duration,
              (int) (rest >>> FLAG_BITS),
              (rest & KEY) != 0,
              (rest & DISCARDED) != 0);
      packets.add(before);
    }
    return packets;
  }

  /** Where most packets follow. */
  private static long nextDts(Packet before) {
    return before.dts() + before.duration();
  }

  /** Numbers near zero become small ones, whatever their sign. */
  private static void putSigned(ByteBuffer packed, long number) {
    put(packed, number << 1 ^ number >> 63);
  }

  private static void put(ByteBuffer packed, long number) {
    long rest = number;
    for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
      packed.put((byte) (rest & 0x7F | 0x80));
    }
    packed.put((byte) rest);
  }

  private static long signed(ByteBuffer packed) {
    long number = unsigned(packed);
    return number >>> 1 ^ -(number & 1);
  }

  private static long unsigned(ByteBuffer packed) {
    long number = 0;
    int shift = 0;
    byte read;
    do {
      read = packed.get();
      number |= (read & 0x7FL) << shift;
      shift += 7;
    } while (read < 0);
    return number;
  }
}
