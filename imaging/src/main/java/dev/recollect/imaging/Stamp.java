package dev.recollect.imaging;

import java.util.Objects;

/**
 * The watermark of an event. Its own transparency is kept and multiplied by {@code opacity}.
 *
 * <p>The stamp keeps its aspect ratio and is made {@code scale} times the rendition's width wide;
 * where it would not fit between the margins it is made smaller until it does. Large and small
 * renditions therefore look alike.
 *
 * @param landscape overlay image (PNG, WebP, JPEG) for renditions at least as wide as high
 * @param portrait overlay image for renditions higher than wide
 * @param position where it lies
 * @param opacity 0 (invisible) to 1 (as the overlay is)
 * @param scale width of the stamp as a part of the rendition's width, above 0 up to 1
 * @param margin distance to the edges as a part of the rendition's width, 0 up to (not including)
 *     0.5
 */
@SuppressWarnings("ArrayRecordComponent") // the overlay's file, as uploaded
public record Stamp(
    byte[] landscape,
    byte[] portrait,
    StampPosition position,
    double opacity,
    double scale,
    double margin) {
  /** Checks the ranges; {@code NaN} is outside of each. */
  public Stamp {
    Objects.requireNonNull(landscape, "landscape");
    Objects.requireNonNull(portrait, "portrait");
    Objects.requireNonNull(position, "position");
    require(opacity >= 0 && opacity <= 1, "opacity", opacity, "0 to 1");
    require(scale > 0 && scale <= 1, "scale", scale, "above 0 up to 1");
    require(margin >= 0 && margin < 0.5, "margin", margin, "0 up to, not including, 0.5");
  }

  private static void require(boolean inRange, String name, double value, String range) {
    if (!inRange) {
      throw new IllegalArgumentException(
          "%s %s of a stamp is not %s".formatted(name, value, range));
    }
  }

  byte[] overlayFor(ImageSize rendition) {
    return rendition.portrait() ? portrait : landscape;
  }
}
