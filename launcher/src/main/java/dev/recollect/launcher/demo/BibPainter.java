package dev.recollect.launcher.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Draws a race bib: a white sheet with a black number. */
final class BibPainter {
  private static final int SHEET_WIDTH = 270;
  private static final int SHEET_HEIGHT = 150;
  private static final int DIGIT_SIZE = 88;
  private static final Color BAND = new Color(0x1f, 0x4e, 0x8c);
  private static final int BAND_HEIGHT = 22;

  private BibPainter() {}

  /** Draws the number's sheet with its centre at the place, in pixels from the top left. */
  static void draw(BufferedImage image, String number, int centreX, int centreY) {
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      int left = Math.clamp(centreX - SHEET_WIDTH / 2, 0, image.getWidth() - SHEET_WIDTH);
      int top = Math.clamp(centreY - SHEET_HEIGHT / 2, 0, image.getHeight() - SHEET_HEIGHT);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(left, top, SHEET_WIDTH, SHEET_HEIGHT);
      graphics.setColor(BAND);
      graphics.fillRect(left, top, SHEET_WIDTH, BAND_HEIGHT);
      graphics.setColor(Color.DARK_GRAY);
      graphics.setStroke(new BasicStroke(2));
      graphics.drawRect(left, top, SHEET_WIDTH, SHEET_HEIGHT);
      graphics.setColor(Color.BLACK);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, DIGIT_SIZE));
      FontMetrics metrics = graphics.getFontMetrics();
      int x = left + (SHEET_WIDTH - metrics.stringWidth(number)) / 2;
      int y =
          top
              + BAND_HEIGHT
              + (SHEET_HEIGHT - BAND_HEIGHT + metrics.getAscent() - metrics.getDescent()) / 2;
      graphics.drawString(number, x, y);
    } finally {
      graphics.dispose();
    }
  }
}
