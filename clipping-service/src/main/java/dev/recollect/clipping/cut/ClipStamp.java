package dev.recollect.clipping.cut;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The event's watermark on a clip. It keeps its aspect ratio and is made {@code scale} times the
 * clip's width wide, or smaller where it would not fit between the margins, as on photos.
 *
 * @param overlay PNG, WebP or JPEG of our own making; its transparency is kept
 * @param column 0 left, 1 centre, 2 right
 * @param row 0 top, 1 middle, 2 bottom
 * @param opacity 0 to 1
 * @param scale width as a part of the clip's width, above 0 up to 1
 * @param margin distance to the edges as a part of the clip's width, 0 up to, not including, 0.5
 */
public record ClipStamp(
    Path overlay, int column, int row, double opacity, double scale, double margin) {

  /** Checks the ranges; {@code NaN} is outside of each. */
  public ClipStamp {
    Objects.requireNonNull(overlay);
    boolean inRange =
        column >= 0
            && column <= 2
            && row >= 0
            && row <= 2
            && opacity >= 0
            && opacity <= 1
            && scale > 0
            && scale <= 1
            && margin >= 0
            && margin < 0.5;
    if (!inRange) {
      throw new IllegalArgumentException(
          "a stamp at %d, %d with opacity %s, scale %s, margin %s"
              .formatted(column, row, opacity, scale, margin));
    }
  }

  /** Filters from the overlay's pictures ({@code 1:v}) and the clip's to the stamped ones. */
  String filter(String clip, String stamped, int width, int height) {
    int room = (int) Math.round(margin * width);
    int boxWidth = Math.max(1, (int) Math.round(Math.min(scale * width, width - 2.0 * room)));
    int boxHeight = Math.max(1, height - 2 * room);
    return "[1:v]format=rgba,scale=%d:%d:force_original_aspect_ratio=decrease,"
            .formatted(boxWidth, boxHeight)
        + "colorchannelmixer=aa=%s[stamp];[%s][stamp]overlay=%s:%s[%s]"
            .formatted(
                opacity, clip, offset("W-w", column, room), offset("H-h", row, room), stamped);
  }

  private static String offset(String space, int third, int room) {
    return switch (third) {
      case 0 -> Integer.toString(room);
      case 1 -> "trunc((" + space + ")/2)";
      default -> space + "-" + room;
    };
  }
}
