package dev.recollect.vision;

import dev.recollect.imaging.Pixels;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Photos made by drawing, and cuts of photos. */
public final class Drawings {
  private Drawings() {}

  /** A lawn-green picture with a white bib of {@code text}, tilted by {@code degrees}. */
  public static Pixels bib(String text, int degrees) {
    BufferedImage image = new BufferedImage(1200, 800, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(new Color(70, 110, 60));
    pen.fillRect(0, 0, 1200, 800);
    pen.rotate(Math.toRadians(degrees), 600, 400);
    pen.setColor(Color.WHITE);
    pen.fillRect(440, 310, 320, 180);
    pen.setColor(Color.BLACK);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 90));
    int width = pen.getFontMetrics().stringWidth(text);
    pen.drawString(text, 600 - width / 2, 432);
    pen.dispose();
    return pixels(image);
  }

  /** One colour everywhere. */
  public static Pixels plain(int width, int height, int grey) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) grey);
    return new Pixels(width, height, rgb);
  }

  /** A part of a photo; it must lie inside. */
  public static Pixels cut(Pixels photo, int left, int top, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          photo.rgb(), ((top + y) * photo.width() + left) * 3, rgb, y * width * 3, width * 3);
    }
    return new Pixels(width, height, rgb);
  }

  /** A photo laid over another; it must lie inside. */
  public static Pixels lay(Pixels piece, Pixels photo, int left, int top) {
    byte[] rgb = photo.rgb().clone();
    for (int y = 0; y < piece.height(); y++) {
      System.arraycopy(
          piece.rgb(),
          y * piece.width() * 3,
          rgb,
          ((top + y) * photo.width() + left) * 3,
          piece.width() * 3);
    }
    return new Pixels(photo.width(), photo.height(), rgb);
  }

  private static Pixels pixels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      int color = image.getRGB(i % width, i / width);
      rgb[3 * i] = (byte) (color >> 16);
      rgb[3 * i + 1] = (byte) (color >> 8);
      rgb[3 * i + 2] = (byte) color;
    }
    return new Pixels(width, height, rgb);
  }
}
