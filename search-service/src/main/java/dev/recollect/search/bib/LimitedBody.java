package dev.recollect.search.bib;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A body as it comes, which seems to end where it gets too large: {@link #finish} tells. */
final class LimitedBody extends InputStream {
  private final InputStream sent;
  private final long most;
  private long bytes;

  /**
   * @param most bytes that it may have
   */
  LimitedBody(InputStream sent, long most) {
    this.sent = sent;
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (bytes >= most && length > 0) {
      return -1;
    }
    int read = sent.read(into, from, (int) Math.min(length, most - bytes));
    bytes += Math.max(read, 0);
    return read;
  }

  /**
   * Passes over what was not read: a sender that is not listened to does not hear the answer.
   *
   * @throws RecollectException 413 when the body is too large
   */
  void finish() throws IOException {
    bytes += sent.transferTo(OutputStream.nullOutputStream());
    if (bytes > most) {
      throw new RecollectException(
          ErrorCode.PAYLOAD_TOO_LARGE, "The start list is larger than %d MB".formatted(most >> 20));
    }
  }
}
