package dev.recollect.imaging;

/**
 * What a file may cost before a single pixel of it is decoded. All three limits are inclusive.
 *
 * <p>{@code maxDecodedBytes} bounds what the decoder must unfold even when a small picture is asked
 * for, which differs by format: a baseline JPEG streams and shrinks while it is read, so it counts
 * nothing; a progressive JPEG keeps its coefficients, two bytes each; PNG, WebP and HEIC unfold
 * every pixel, counted as four bytes or as their own depth if that is more. This is why a
 * 100-megapixel baseline JPEG passes the defaults and a 100-megapixel PNG of a few hundred
 * kilobytes does not.
 *
 * @param maxBytes size of the file
 * @param maxPixels width x height
 * @param maxDecodedBytes what decoding unfolds, by the rule above
 */
public record ImageLimits(long maxBytes, long maxPixels, long maxDecodedBytes) {
  /** 64 MiB of file, 120 megapixels (today's medium-format cameras have 102), 256 MiB unfolded. */
  public static final ImageLimits DEFAULT = new ImageLimits(64L << 20, 120_000_000, 256L << 20);

  /** Refuses limits that would let nothing through. */
  public ImageLimits {
    if (maxBytes < 1 || maxPixels < 1 || maxDecodedBytes < 1) {
      throw new IllegalArgumentException(
          "image limits must be positive: bytes %d, pixels %d, decoded bytes %d"
              .formatted(maxBytes, maxPixels, maxDecodedBytes));
    }
  }

  /** The same limits with another file size. */
  public ImageLimits withMaxBytes(long bytes) {
    return new ImageLimits(bytes, maxPixels, maxDecodedBytes);
  }
}
