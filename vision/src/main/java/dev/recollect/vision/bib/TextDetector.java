package dev.recollect.vision.bib;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.geometry.Border;
import dev.recollect.vision.geometry.ColorOrder;
import dev.recollect.vision.geometry.ConnectedRegions;
import dev.recollect.vision.geometry.Normalization;
import dev.recollect.vision.geometry.Quad;
import dev.recollect.vision.geometry.Resampler;
import dev.recollect.vision.geometry.RotatedRectangle;
import dev.recollect.vision.geometry.Window;
import dev.recollect.vision.onnx.ModelCall;
import dev.recollect.vision.onnx.OnnxModel;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds text with PP-OCRv4's detector: a map of the probability that a pixel belongs to the core of
 * a text, turned into rectangles and grown back to the size of the text (differentiable
 * binarisation, Liao et al., 2020).
 */
final class TextDetector {
  private static final int MULTIPLE = 32;
  private static final float PIXEL = .3f;
  private static final double LEAST_PROBABILITY = .5;
  private static final double LEAST_CORE = 3;
  private static final double LEAST_BOX = 5;
  private static final double UNCLIP = 2.0;
  private static final double WIDEN = .15;

  /**
   * ImageNet statistics; the model was trained on blue, green, red with the values in this order.
   */
  private static final Normalization NORMALIZATION =
      new Normalization(
          ColorOrder.BGR,
          255 * .485f,
          255 * .456f,
          255 * .406f,
          1 / (255 * .229f),
          1 / (255 * .224f),
          1 / (255 * .225f));

  private final OnnxModel model;

  TextDetector(OnnxModel model) {
    this.model = model;
  }

  /**
   * @param part of the photo in which to look
   * @param scale by which it is enlarged
   * @return corners of texts in pixels of the photo, from top to bottom
   */
  List<Quad> detect(Pixels photo, Window part, double scale) {
    int width = rounded(part.width() * scale);
    int height = rounded(part.height() * scale);
    float[] map = probabilities(photo, part, width, height);
    List<Quad> texts = new ArrayList<>();
    for (double[] hull : ConnectedRegions.hulls(map, width, height, PIXEL)) {
      RotatedRectangle core = RotatedRectangle.around(hull);
      if (core.shortSide() < LEAST_CORE
          || RegionMean.of(map, width, height, core.corners()) < LEAST_PROBABILITY) {
        continue;
      }
      double by = core.width() * core.height() * UNCLIP / (2 * (core.width() + core.height()));
      RotatedRectangle box = core.grown(by);
      if (box.shortSide() >= LEAST_BOX) {
        texts.add(
            box.corners()
                .scaled(part.width() / width, part.height() / height)
                .moved(part.x(), part.y())
                .widened(WIDEN));
      }
    }
    return texts;
  }

  /** Gives the memory of past photos back; it is by far the largest of all models'. */
  void trim() {
    model.trim(new long[] {1, 3, MULTIPLE, MULTIPLE}, new long[] {1, 1, MULTIPLE, MULTIPLE});
  }

  private static int rounded(double side) {
    return Math.max(MULTIPLE, (int) Math.round(side / MULTIPLE) * MULTIPLE);
  }

  private float[] probabilities(Pixels photo, Window part, int width, int height) {
    try (ModelCall call =
        model.call(new long[] {1, 3, height, width}, new long[] {1, 1, height, width})) {
      FloatBuffer input = call.input();
      Resampler.resample(
          photo,
          part,
          width,
          height,
          Border.REPLICATE,
          NORMALIZATION,
          (y, planes) -> {
            for (int plane = 0; plane < 3; plane++) {
              input.put((plane * height + y) * width, planes, plane * width, width);
            }
          });
      call.run();
      float[] map = new float[width * height];
      call.output(0).get(0, map);
      return map;
    }
  }
}
