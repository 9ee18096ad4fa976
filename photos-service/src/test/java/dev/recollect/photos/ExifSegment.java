package dev.recollect.photos;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** An APP1 segment of a JPEG with the EXIF fields that matter here (EXIF 2.32, big-endian). */
public final class ExifSegment {
  private static final int ASCII = 2;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;

  private final Map<Integer, Field> main = new TreeMap<>();
  private final Map<Integer, Field> exif = new TreeMap<>();
  private final Map<Integer, Field> gps = new TreeMap<>();

  private record Field(int type, int count, byte[] value) {}

  /** Make, model and serial number of the body. */
  public ExifSegment camera(String make, String model, String serial) {
    main.put(0x010f, text(make));
    main.put(0x0110, text(model));
    exif.put(0xa431, text(serial));
    return this;
  }

  /** DateTimeOriginal, as {@code 2026:05:09 10:15:30}. */
  public ExifSegment taken(String time) {
    exif.put(0x9003, text(time));
    return this;
  }

  /** SubSecTimeOriginal. */
  public ExifSegment fraction(String digits) {
    exif.put(0x9291, text(digits));
    return this;
  }

  /** OffsetTimeOriginal, as {@code +02:00}. */
  public ExifSegment offset(String offset) {
    exif.put(0x9011, text(offset));
    return this;
  }

  /** Date ({@code 2026:05:09}) and time of the satellites. */
  public ExifSegment gps(String date, int hour, int minute, int second) {
    gps.put(0x001d, text(date));
    ByteBuffer time = ByteBuffer.allocate(24);
    for (int part : new int[] {hour, minute, second}) {
      time.putInt(part).putInt(1);
    }
    gps.put(0x0007, new Field(RATIONAL, 3, time.array()));
    return this;
  }

  byte[] bytes() {
    // IFD0 has two pointers more than its own fields.
    int exifAt = 8 + length(main.size() + 2) + values(main);
    int gpsAt = exifAt + length(exif.size()) + values(exif);
    Map<Integer, Field> first = new TreeMap<>(main);
    first.put(0x8769, new Field(LONG, 1, ByteBuffer.allocate(4).putInt(exifAt).array()));
    first.put(0x8825, new Field(LONG, 1, ByteBuffer.allocate(4).putInt(gpsAt).array()));
    ByteArrayOutputStream tiff = new ByteArrayOutputStream();
    tiff.writeBytes(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8});
    directory(tiff, first, 8);
    directory(tiff, exif, exifAt);
    directory(tiff, gps, gpsAt);
    byte[] content = tiff.toByteArray();
    return ByteBuffer.allocate(10 + content.length)
        .putShort((short) 0xffe1)
        .putShort((short) (8 + content.length))
        .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
        .put(content)
        .array();
  }

  private static void directory(ByteArrayOutputStream out, Map<Integer, Field> fields, int at) {
    ByteBuffer entries = ByteBuffer.allocate(length(fields.size()));
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    entries.putShort((short) fields.size());
    fields.forEach(
        (tag, field) -> {
          entries.putShort(tag.shortValue()).putShort((short) field.type()).putInt(field.count());
          if (field.value().length <= 4) {
            entries.put(java.util.Arrays.copyOf(field.value(), 4));
          } else {
            entries.putInt(at + entries.capacity() + values.size());
            values.writeBytes(field.value());
          }
        });
    entries.putInt(0);
    out.writeBytes(entries.array());
    out.writeBytes(values.toByteArray());
  }

  private static int length(int fields) {
    return 2 + 12 * fields + 4;
  }

  private static int values(Map<Integer, Field> fields) {
    return fields.values().stream()
        .mapToInt(field -> field.value().length <= 4 ? 0 : field.value().length)
        .sum();
  }

  private static Field text(String text) {
    byte[] value = (text + "\0").getBytes(StandardCharsets.US_ASCII);
    return new Field(ASCII, value.length, value);
  }
}
