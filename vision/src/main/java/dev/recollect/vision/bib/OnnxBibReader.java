package dev.recollect.vision.bib;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.BibReader;
import dev.recollect.vision.BibReading;
import dev.recollect.vision.Box;
import dev.recollect.vision.geometry.PerspectiveCrop;
import dev.recollect.vision.geometry.Quad;
import dev.recollect.vision.geometry.Window;
import dev.recollect.vision.model.VerifiedModel;
import dev.recollect.vision.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads bib numbers with PP-OCRv4: find text, straighten it, read it over the full character set,
 * keep what is wholly a number. (Letting the recogniser choose among digits only finds as many
 * numbers and invents more.)
 */
public final class OnnxBibReader implements BibReader {
  private static final int NORMAL_SIDE = 1600;
  private static final int CROWD_SIDE = 2048;
  private static final double UPRIGHT = 1.5;
  private static final double LEAST_CONFIDENCE = .5;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{2,6}");

  private final TextDetector detector;
  private final TextRecognizer recognizer;

  /**
   * @param detector PP-OCRv4 detection
   * @param recognizer PP-OCRv4 recognition
   * @param characters its character list
   */
  public OnnxBibReader(OnnxModel detector, OnnxModel recognizer, VerifiedModel characters) {
    this.detector = new TextDetector(detector);
    this.recognizer = new TextRecognizer(recognizer, characters);
  }

  @Override
  public List<BibReading> read(Pixels photo, Detail detail) {
    int side = detail == Detail.CROWD ? CROWD_SIDE : NORMAL_SIDE;
    return read(
        photo,
        Window.of(photo.width(), photo.height()),
        (double) side / Math.max(photo.width(), photo.height()));
  }

  @Override
  public List<BibReading> read(Pixels photo, Window part, double scale) {
    List<BibReading> readings = new ArrayList<>();
    for (Quad corners : detector.detect(photo, part, scale)) {
      int width = (int) corners.width();
      int height = (int) corners.height();
      if (width < 1 || height < 1) {
        continue;
      }
      boolean turned = height >= UPRIGHT * width;
      Pixels line =
          turned
              ? PerspectiveCrop.cut(photo, turned(corners), height, width)
              : PerspectiveCrop.cut(photo, corners, width, height);
      TextRecognizer.Text text = recognizer.read(line);
      if (text.confidence() >= LEAST_CONFIDENCE && NUMBER.matcher(text.value()).matches()) {
        readings.add(
            new BibReading(
                text.value(),
                new Box(
                    corners.left(),
                    corners.top(),
                    corners.right() - corners.left(),
                    corners.bottom() - corners.top()),
                text.confidence()));
      }
    }
    return readings;
  }

  /** Gives working memory of past photos back to the system; worth it before a pause. */
  public void trim() {
    detector.trim();
  }

  /**
   * The same corners read a quarter turn on, so that a line of text that runs downwards lies level.
   */
  private static Quad turned(Quad q) {
    return new Quad(q.x1(), q.y1(), q.x2(), q.y2(), q.x3(), q.y3(), q.x0(), q.y0());
  }
}
