package dev.recollect.vision.geometry;

/** The order of the colour planes a model wants. */
public enum ColorOrder {
  RGB,
  BGR;

  /** The offset of the colour of plane {@code plane} (0-2) inside an interleaved RGB pixel. */
  public int offset(int plane) {
    return this == RGB ? plane : 2 - plane;
  }
}
