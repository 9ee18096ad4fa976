package dev.recollect.download;

import com.google.protobuf.ByteString;
import dev.recollect.proto.library.v1.Original;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The photos of the tests' events, by number: 1-1100 are as they should be (and share 70 objects),
 * 2001 has lost its object, 2002 is shorter in storage than when it was uploaded, 2003 differs in a
 * byte, 2004 has no file name, 2005 is deleted once it was looked up; nobody knows the others.
 */
public final class Library {
  public static final int OBJECTS = 70;
  public static final int LOST = 2001;
  public static final int SHORT = 2002;
  public static final int ALTERED = 2003;
  public static final int NAMELESS = 2004;
  public static final int DELETED_NEXT = 2005;
  public static final int UNKNOWN = 3000;
  private static final int LAST = 1100;

  private Library() {}

  public static String id(int number) {
    return new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0000L | number).toString();
  }

  public static int number(String id) {
    return (int) (UUID.fromString(id).getLeastSignificantBits() & 0xffff);
  }

  public static String key(int number) {
    return "events/1/" + (number <= LAST ? number % OBJECTS : number) + ".jpg";
  }

  /** What was uploaded; 20-90 kB. */
  public static byte[] content(int number) {
    int object = number <= LAST ? number % OBJECTS : number;
    byte[] content = new byte[20_000 + object % 71 * 1000];
    new Random(object).nextBytes(content);
    return content;
  }

  /** What lies in storage. */
  public static byte[] stored(int number) {
    byte[] content = content(number);
    return switch (number) {
      case SHORT -> java.util.Arrays.copyOf(content, content.length - 1);
      case ALTERED -> {
        content[content.length / 2] ^= 1;
        yield content;
      }
      default -> content;
    };
  }

  /** Two photos in three are called as another one is. */
  public static String filename(int number) {
    return number == NAMELESS ? "" : "IMG_" + (number <= LAST ? number % 400 : number) + ".jpg";
  }

  public static IntStream stored() {
    return IntStream.concat(IntStream.range(0, OBJECTS), IntStream.of(SHORT, ALTERED, NAMELESS));
  }

  static Optional<Original> find(long eventId, String id, String bucket) {
    int number = number(id);
    boolean known = number >= 1 && number <= LAST || number >= LOST && number <= DELETED_NEXT;
    if (eventId != 1 || !known || !id.equals(id(number))) {
      return Optional.empty();
    }
    byte[] content = content(number);
    return Optional.of(
        Original.newBuilder()
            .setBucket(bucket)
            .setObjectKey(key(number))
            .setSizeBytes(content.length)
            .setContentType("image/jpeg")
            .setFilename(filename(number))
            .setSha256(sha256(content))
            .build());
  }

  private static ByteString sha256(byte[] content) {
    try {
      return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
