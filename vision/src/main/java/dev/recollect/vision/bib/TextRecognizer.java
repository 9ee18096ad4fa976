package dev.recollect.vision.bib;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.geometry.Border;
import dev.recollect.vision.geometry.ColorOrder;
import dev.recollect.vision.geometry.Normalization;
import dev.recollect.vision.geometry.Resampler;
import dev.recollect.vision.geometry.Window;
import dev.recollect.vision.model.ModelException;
import dev.recollect.vision.model.VerifiedModel;
import dev.recollect.vision.onnx.ModelCall;
import dev.recollect.vision.onnx.OnnxModel;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one line of text with PP-OCRv4's recogniser: a strip of 48 pixels height in, one
 * distribution over all characters per 8 pixels out, decoded greedily (CTC, Graves et al., 2006).
 */
final class TextRecognizer {
  private static final int HEIGHT = 48;
  private static final int LEAST_WIDTH = 96;
  private static final int STRIDE = 8;
  private static final Normalization NORMALIZATION =
      Normalization.uniform(ColorOrder.BGR, 127.5f, 1 / 127.5f);

  private final OnnxModel model;

  /** By class: 0 is "nothing", the last a space. */
  private final List<String> characters;

  /**
   * What was read.
   *
   * @param confidence mean probability of the characters, 0-1; 0 for an empty text
   */
  record Text(String value, double confidence) {}

  TextRecognizer(OnnxModel model, VerifiedModel characterList) {
    this.model = model;
    this.characters = new ArrayList<>();
    characters.add("");
    StandardCharsets.UTF_8
        .decode(characterList.bytes().duplicate())
        .toString()
        .lines()
        .forEach(characters::add);
    characters.add(" ");
    long classes = model.outputShape(0)[2];
    if (classes != characters.size()) {
      throw new ModelException(
          "model %s knows %d characters, %s lists %d"
              .formatted(model.name(), classes, characterList.file().path(), characters.size()));
    }
  }

  Text read(Pixels line) {
    int width = Math.max(1, (int) Math.ceil((double) HEIGHT * line.width() / line.height()));
    // Whole strides, so that the number of steps is known before the run.
    int padded = Math.ceilDiv(Math.max(width, LEAST_WIDTH), STRIDE) * STRIDE;
    int steps = padded / STRIDE;
    try (ModelCall call =
        model.call(new long[] {1, 3, HEIGHT, padded}, new long[] {1, steps, characters.size()})) {
      FloatBuffer input = call.input();
      float[] zeros = new float[padded - width];
      Resampler.resample(
          line,
          Window.of(line.width(), line.height()),
          width,
          HEIGHT,
          Border.REPLICATE,
          NORMALIZATION,
          (y, planes) -> {
            for (int plane = 0; plane < 3; plane++) {
              int row = (plane * HEIGHT + y) * padded;
              input.put(row, planes, plane * width, width);
              input.put(row + width, zeros);
            }
          });
      call.run();
      return decode(call.output(0), steps);
    }
  }

  private Text decode(FloatBuffer output, int steps) {
    StringBuilder text = new StringBuilder();
    double sum = 0;
    int kept = 0;
    int last = 0;
    float[] distribution = new float[characters.size()];
    for (int step = 0; step < steps; step++) {
      output.get(step * distribution.length, distribution);
      int best = 0;
      for (int c = 1; c < distribution.length; c++) {
        if (distribution[c] > distribution[best]) {
          best = c;
        }
      }
      if (best != 0 && best != last) {
        text.append(characters.get(best));
        sum += distribution[best];
        kept++;
      }
      last = best;
    }
    return new Text(text.toString(), kept == 0 ? 0 : sum / kept);
  }
}
