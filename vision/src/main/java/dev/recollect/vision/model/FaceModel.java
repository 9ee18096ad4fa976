package dev.recollect.vision.model;

import dev.recollect.vision.geometry.ColorOrder;
import dev.recollect.vision.geometry.Normalization;
import java.util.Locale;

/**
 * A face embedding model: an ONNX file with one input 1x3x112x112 (float, ArcFace alignment) and
 * one output 1xD, and what must be known to feed it. An operator configures their own here.
 *
 * @param file the pinned file
 * @param colors order of the colour planes
 * @param mean subtracted from bytes 0-255
 * @param scale factor after that, such as 1/128
 * @param dimension D, checked against the file at load
 * @param calibration what a threshold in percent means for this model
 */
public record FaceModel(
    ModelFile file,
    ColorOrder colors,
    float mean,
    float scale,
    int dimension,
    SimilarityCalibration calibration) {
  private static final int ID_DIGITS = 12;
  private static final float USUAL_MEAN = 127.5f;
  private static final float USUAL_SCALE = 1 / 128f;
  private static final int USUAL_DIMENSION = 512;

  /** Refuses what cannot be a model. */
  public FaceModel {
    if (dimension < 1 || dimension > 16_000) {
      throw new IllegalArgumentException("face model dimension " + dimension + " is not 1-16000");
    }
    if (!(scale > 0) || !Float.isFinite(mean)) {
      throw new IllegalArgumentException("face model scale must be above 0 and its mean finite");
    }
  }

  /** The default model. BGR measured better than the RGB its package feeds. */
  public static FaceModel shipped(ModelStore store) {
    return new FaceModel(
        store.file("face-embedding"),
        ColorOrder.BGR,
        127,
        1 / 128f,
        512,
        SimilarityCalibration.FR_FEATURE);
  }

  /** An operator's own. */
  public static FaceModel of(FaceModelSettings own) {
    String name = own.path().getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "");
    return new FaceModel(
        new ModelFile(name, own.path(), own.sha256()),
        own.colors().orElse(ColorOrder.RGB),
        own.mean().orElse(USUAL_MEAN),
        own.scale().orElse(USUAL_SCALE),
        own.dimension().orElse(USUAL_DIMENSION),
        SimilarityCalibration.around(own.threshold()));
  }

  /**
   * Names the embedding space: file and preprocessing. Two embeddings may be compared only if their
   * ids are equal. For example {@code fr_feature@87aacdfe5751/bgr,127.0,0.0078125}.
   */
  public String id() {
    return "%s@%s/%s,%s,%s"
        .formatted(
            file.name(),
            file.sha256().substring(0, ID_DIGITS),
            colors.name().toLowerCase(Locale.ROOT),
            mean,
            scale);
  }

  /** How bytes become input. */
  public Normalization normalization() {
    return Normalization.uniform(colors, mean, scale);
  }
}
