package dev.recollect.vision.face;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.geometry.Border;
import dev.recollect.vision.geometry.ColorOrder;
import dev.recollect.vision.geometry.Normalization;
import dev.recollect.vision.geometry.Resampler;
import dev.recollect.vision.geometry.Window;
import dev.recollect.vision.onnx.ModelCall;
import dev.recollect.vision.onnx.OnnxModel;
import java.nio.FloatBuffer;
import java.util.function.Consumer;

/**
 * One run of the RFB-320 face detector (Linzaer, Ultra-Light-Fast-Generic-Face-Detector): a 320x240
 * tile in, scored boxes out. The graph decodes the boxes and applies softmax itself.
 */
final class FaceBoxes {
  static final int WIDTH = 320;
  static final int HEIGHT = 240;
  static final Normalization NORMALIZATION = Normalization.uniform(ColorOrder.RGB, 127, 1 / 128f);

  private static final int PRIORS = 4420;
  private static final long[] INPUT = {1, 3, HEIGHT, WIDTH};
  private static final long[] SCORES = {1, PRIORS, 2};
  private static final long[] BOXES = {1, PRIORS, 4};

  private final OnnxModel model;

  FaceBoxes(OnnxModel model) {
    this.model = model;
  }

  /** Buffers for one tile; to be filled, run, and closed. */
  ModelCall call() {
    return model.call(INPUT, SCORES, BOXES);
  }

  /**
   * Fills a call with a window of a photo, scaled to the tile; what lies outside the photo is
   * neutral.
   */
  static void fill(ModelCall call, Pixels photo, Window window) {
    FloatBuffer input = call.input();
    Resampler.resample(
        photo,
        window,
        WIDTH,
        HEIGHT,
        Border.MEAN,
        NORMALIZATION,
        (y, planes) -> {
          for (int plane = 0; plane < 3; plane++) {
            input.put((plane * HEIGHT + y) * WIDTH, planes, plane * WIDTH, WIDTH);
          }
        });
  }

  /** Runs the tile and hands over what scores above {@code threshold}, in pixels of the tile. */
  static void run(ModelCall call, double threshold, Consumer<Candidate> sink) {
    call.run();
    FloatBuffer scores = call.output(0);
    FloatBuffer boxes = call.output(1);
    for (int prior = 0; prior < PRIORS; prior++) {
      float score = scores.get(2 * prior + 1);
      if (score > threshold) {
        double left = boxes.get(4 * prior) * (double) WIDTH;
        double top = boxes.get(4 * prior + 1) * (double) HEIGHT;
        double right = boxes.get(4 * prior + 2) * (double) WIDTH;
        double bottom = boxes.get(4 * prior + 3) * (double) HEIGHT;
        sink.accept(new Candidate(left, top, right - left, bottom - top, score));
      }
    }
  }
}
