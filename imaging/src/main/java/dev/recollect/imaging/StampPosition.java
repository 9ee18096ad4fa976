package dev.recollect.imaging;

/** Where on the rendition the stamp lies. */
public enum StampPosition {
  TOP_LEFT(0, 0),
  TOP(1, 0),
  TOP_RIGHT(2, 0),
  LEFT(0, 1),
  CENTER(1, 1),
  RIGHT(2, 1),
  BOTTOM_LEFT(0, 2),
  BOTTOM(1, 2),
  BOTTOM_RIGHT(2, 2);

  private final int column;
  private final int row;

  StampPosition(int column, int row) {
    this.column = column;
    this.row = row;
  }

  /** Left edge of a stamp that keeps {@code margin} to the sides. */
  int left(int width, int stampWidth, int margin) {
    return offset(column, width, stampWidth, margin);
  }

  /** Top edge of a stamp that keeps {@code margin} to top and bottom. */
  int top(int height, int stampHeight, int margin) {
    return offset(row, height, stampHeight, margin);
  }

  private static int offset(int third, int length, int stampLength, int margin) {
    return switch (third) {
      case 0 -> margin;
      case 1 -> (length - stampLength) / 2;
      default -> length - stampLength - margin;
    };
  }
}
