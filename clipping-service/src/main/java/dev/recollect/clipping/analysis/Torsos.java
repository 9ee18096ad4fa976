package dev.recollect.clipping.analysis;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.Box;
import dev.recollect.vision.geometry.Window;
import java.util.List;
import java.util.Optional;

/** The part of a picture in which the bibs of its people must be, and what it looks like. */
final class Torsos {
  /** On either side of a face's centre line, in face widths: a neighbour's bib is in it, too. */
  private static final double ASIDE = 3;

  /** From the chin down, in face heights. */
  private static final double DOWN = 5.5;

  /** Edges lie on multiples of it, so that a face that trembles moves nothing. */
  private static final int GRID = 32;

  /** Levels, of 255, by which the mean of a square changes when something moves in it. */
  private static final int MOVED = 4;

  /** Height of digits in pixels at which the reader is sure of them. */
  private static final double READABLE = 30;

  /** Digits of a bib are hardly ever lower than this, in heights of the face above them. */
  private static final double DIGITS = .3;

  private final Window part;
  private final double scale;
  private final int[] brightness;

  private Torsos(Window part, double scale, int[] brightness) {
    this.part = part;
    this.scale = scale;
    this.brightness = brightness;
  }

  /**
   * Below those faces whose bibs may be large enough.
   *
   * @param faces in pixels of the picture
   * @param leastHeight of a number, in pixels
   * @return empty where there are none
   */
  static Optional<Torsos> below(List<Box> faces, int leastHeight, Pixels picture) {
    double left = picture.width();
    double top = picture.height();
    double right = 0;
    double bottom = 0;
    double smallest = Double.MAX_VALUE;
    for (Box face : faces) {
      // The digits of a bib are hardly ever higher than the face above it.
      if (face.height() >= leastHeight) {
        smallest = Math.min(smallest, face.height());
        left = Math.min(left, face.centerX() - ASIDE * face.width());
        right = Math.max(right, face.centerX() + ASIDE * face.width());
        top = Math.min(top, face.bottom());
        bottom = Math.max(bottom, face.bottom() + DOWN * face.height());
      }
    }
    int x = Math.max(0, (int) Math.floor(left / GRID) * GRID);
    int y = Math.max(0, (int) Math.floor(top / GRID) * GRID);
    int width = Math.min(picture.width(), (int) Math.ceil(right / GRID) * GRID) - x;
    int height = Math.min(picture.height(), (int) Math.ceil(bottom / GRID) * GRID) - y;
    if (width < leastHeight || height < leastHeight) {
      return Optional.empty();
    }
    double scale = READABLE / Math.max(leastHeight, DIGITS * smallest);
    return Optional.of(
        new Torsos(
            new Window(x, y, width, height), scale, brightness(picture, x, y, width, height)));
  }

  /** Of each square, from every second pixel of every second row: enough to see it move. */
  private static int[] brightness(Pixels picture, int left, int top, int width, int height) {
    int columns = Math.ceilDiv(width, GRID);
    int[] sums = new int[columns * Math.ceilDiv(height, GRID)];
    int[] counts = new int[sums.length];
    byte[] rgb = picture.rgb();
    for (int y = 0; y < height; y += 2) {
      for (int x = 0; x < width; x += 2) {
        int green = 3 * ((top + y) * picture.width() + left + x) + 1;
        int square = y / GRID * columns + x / GRID;
        sums[square] += rgb[green] & 255;
        counts[square]++;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= counts[i];
    }
    return sums;
  }

  Window part() {
    return part;
  }

  /** By how much the part is to be enlarged, or made smaller, for its numbers to be read. */
  double scale() {
    return scale;
  }

  /** Whether nothing has moved. */
  boolean sameAs(Torsos other) {
    if (!part.equals(other.part)) {
      return false;
    }
    for (int i = 0; i < brightness.length; i++) {
      if (Math.abs(brightness[i] - other.brightness[i]) >= MOVED) {
        return false;
      }
    }
    return true;
  }
}
