package dev.recollect.vision.face;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.DetectedFace;
import dev.recollect.vision.FaceEmbedder;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.geometry.Similarity;
import dev.recollect.vision.geometry.SimilarityWarp;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.ModelException;
import dev.recollect.vision.model.SimilarityCalibration;
import dev.recollect.vision.onnx.ModelCall;
import dev.recollect.vision.onnx.OnnxModel;
import java.util.Arrays;

/**
 * Embeds faces with an ArcFace-style model: five landmarks are brought onto the template that such
 * models are trained with (Deng et al., ArcFace, 2019), and the 112x112 cut goes in.
 */
public final class OnnxFaceEmbedder implements FaceEmbedder {
  private static final int SIDE = 112;
  private static final long[] INPUT = {1, 3, SIDE, SIDE};

  /** Left eye, right eye, nose, left and right mouth corner in the 112x112 cut. */
  private static final float[] TEMPLATE = {
    38.2946f, 51.6963f, 73.5318f, 51.5014f, 56.0252f, 71.7366f, 41.5493f, 92.3655f, 70.7299f,
    92.2041f
  };

  private final FaceModel description;
  private final OnnxModel model;
  private final long[] output;

  /**
   * @param model loaded from the description's file
   * @throws ModelException if the file's shapes are not what the description says
   */
  public OnnxFaceEmbedder(FaceModel description, OnnxModel model) {
    this.description = description;
    this.model = model;
    this.output = new long[] {1, description.dimension()};
    check("input", model.inputShape(), INPUT);
    if (model.outputs() != 1) {
      throw new ModelException(
          "model %s has %d outputs, expected one".formatted(model.name(), model.outputs()));
    }
    check("output", model.outputShape(0), output);
  }

  private void check(String what, long[] actual, long[] expected) {
    boolean fits = actual.length == expected.length;
    for (int i = 0; fits && i < actual.length; i++) {
      fits = actual[i] < 0 || actual[i] == expected[i];
    }
    if (!fits) {
      throw new ModelException(
          "model %s: %s has shape %s, expected %s"
              .formatted(model.name(), what, Arrays.toString(actual), Arrays.toString(expected)));
    }
  }

  @Override
  public String modelId() {
    return description.id();
  }

  @Override
  public int dimension() {
    return description.dimension();
  }

  @Override
  public SimilarityCalibration calibration() {
    return description.calibration();
  }

  @Override
  public FaceEmbedding embed(Pixels photo, DetectedFace face) {
    Similarity toTemplate = Similarity.fit(face.landmarks().fivePoints(), TEMPLATE);
    float[] aligned = SimilarityWarp.warp(photo, toTemplate, SIDE, description.normalization());
    try (ModelCall call = model.call(INPUT, output)) {
      call.input().put(0, aligned);
      call.run();
      float[] values = new float[description.dimension()];
      call.output(0).get(0, values);
      return FaceEmbedding.normalized(modelId(), values);
    }
  }
}
