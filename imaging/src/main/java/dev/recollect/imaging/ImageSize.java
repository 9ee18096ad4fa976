package dev.recollect.imaging;

/**
 * Dimensions of an image as it is shown.
 *
 * @param width pixels per row
 * @param height rows
 */
public record ImageSize(int width, int height) {
  boolean portrait() {
    return height > width;
  }
}
