package dev.recollect.kit.outbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that ends with an exception when it grows beyond its limit. */
final class OutboundBody extends FilterInputStream {
  private static final int SKIPPED_AT_ONCE = 8192;

  private final String host;
  private final long maxBytes;
  private long bytes;

  OutboundBody(InputStream body, String host, long maxBytes) {
    super(body);
    this.host = host;
    this.maxBytes = maxBytes;
  }

  static OutboundException tooLarge(long maxBytes) {
    return new OutboundException(
        OutboundException.Kind.TOO_LARGE, "the answer is larger than " + maxBytes + " bytes");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read;
    try {
      read = in.read(into, from, length);
    } catch (IOException broken) {
      throw Outbound.failure(host, broken);
    }
    bytes += Math.max(read, 0);
    if (bytes > maxBytes) {
      throw tooLarge(maxBytes);
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    return Math.max(read(new byte[(int) Math.min(count, SKIPPED_AT_ONCE)]), 0);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
