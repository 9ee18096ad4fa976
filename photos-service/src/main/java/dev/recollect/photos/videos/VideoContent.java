package dev.recollect.photos.videos;

import dev.recollect.photos.ingest.Checksum;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/**
 * What reading the bytes of a video tells.
 *
 * @param head its first bytes as Latin-1
 */
@SuppressWarnings("ArrayRecordComponent") // lives as long as one probe
record VideoContent(byte[] sha256, String head) {
  private static final int HEAD_BYTES = 256;

  static VideoContent read(InputStream content) throws IOException {
    byte[] head = content.readNBytes(HEAD_BYTES);
    byte[] sha256 =
        Checksum.sha256(new SequenceInputStream(new ByteArrayInputStream(head), content));
    return new VideoContent(sha256, new String(head, StandardCharsets.ISO_8859_1));
  }

  /**
   * The media type: QuickTime says so in its brand, WebM in the type of its document.
   *
   * @param container mp4 or matroska, as the probe found
   */
  String contentType(String container) {
    if (container.equals("mp4")) {
      return head.startsWith("ftypqt  ", 4) || !head.startsWith("ftyp", 4)
          ? "video/quicktime"
          : "video/mp4";
    }
    return head.contains("webm") ? "video/webm" : "video/x-matroska";
  }
}
