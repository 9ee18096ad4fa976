package dev.recollect.vision.face;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.Box;
import dev.recollect.vision.Landmarks;
import dev.recollect.vision.geometry.Border;
import dev.recollect.vision.geometry.Normalization;
import dev.recollect.vision.geometry.Resampler;
import dev.recollect.vision.geometry.Window;
import dev.recollect.vision.onnx.ModelCall;
import dev.recollect.vision.onnx.OnnxModel;
import java.nio.FloatBuffer;

/** The landmark model: a grey 64x64 square around a face in, 68 points out. */
final class FaceLandmarks {
  private static final int SIDE = 64;
  private static final long[] INPUT = {1, 1, SIDE, SIDE};
  private static final long[] OUTPUT = {1, 2L * Landmarks.COUNT};

  private final OnnxModel model;

  FaceLandmarks(OnnxModel model) {
    this.model = model;
  }

  Landmarks locate(Pixels photo, Box face) {
    double side = face.height();
    double left = face.centerX() - side / 2;
    double top = face.centerY() - side / 2;
    try (ModelCall call = model.call(INPUT, OUTPUT)) {
      FloatBuffer input = call.input();
      Resampler.resample(
          photo,
          new Window(left, top, side, side),
          SIDE,
          SIDE,
          Border.REPLICATE,
          Normalization.NONE,
          (y, rgb) -> {
            for (int x = 0; x < SIDE; x++) {
              float grey = .299f * rgb[x] + .587f * rgb[SIDE + x] + .114f * rgb[2 * SIDE + x];
              input.put(y * SIDE + x, grey / 256);
            }
          });
      call.run();
      float[] points = new float[2 * Landmarks.COUNT];
      for (int i = 0; i < points.length; i += 2) {
        points[i] = (float) (call.output(0).get(i) * side + left);
        points[i + 1] = (float) (call.output(0).get(i + 1) * side + top);
      }
      return new Landmarks(points);
    }
  }
}
