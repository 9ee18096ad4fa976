package dev.recollect.imaging;

import static dev.recollect.imaging.TestImages.ascii;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNGs that no encoder would. */
final class PngBuilder {
  /** Signature and IHDR. */
  private static final int HEADER_BYTES = 33;

  private PngBuilder() {}

  /** A small file that unfolds to a black image of any size. */
  static byte[] black(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) 8).put((byte) 2);
    return TestImages.joined(
        ascii("\u0089PNG\r\n\u001a\n"),
        chunk("IHDR", header.array()),
        chunk("IDAT", zeros(height, 1 + 3 * width)),
        chunk("IEND", new byte[0]));
  }

  /** The same image with an eXIf chunk that holds nothing but an orientation. */
  static byte[] oriented(byte[] png, int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put(ascii("II*\0")).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(orientation).putInt(0);
    return TestImages.inserted(png, HEADER_BYTES, chunk("eXIf", tiff.array()));
  }

  /** The same image with other dimensions in its header. */
  static byte[] resized(byte[] png, int width, int height) {
    byte[] header = new byte[13];
    System.arraycopy(png, 16, header, 0, 13);
    ByteBuffer.wrap(header).putInt(width).putInt(height);
    byte[] result = png.clone();
    byte[] chunk = chunk("IHDR", header);
    System.arraycopy(chunk, 0, result, 8, chunk.length);
    return result;
  }

  private static byte[] chunk(String type, byte[] data) {
    var crc = new CRC32();
    crc.update(ascii(type));
    crc.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(ascii(type))
        .put(data)
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] zeros(int rows, int rowBytes) {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    var data = new ByteArrayOutputStream();
    byte[] row = new byte[rowBytes];
    byte[] out = new byte[1 << 16];
    for (int y = 0; y < rows; y++) {
      deflater.setInput(row);
      while (!deflater.needsInput()) {
        data.write(out, 0, deflater.deflate(out));
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      data.write(out, 0, deflater.deflate(out));
    }
    deflater.end();
    return data.toByteArray();
  }
}
