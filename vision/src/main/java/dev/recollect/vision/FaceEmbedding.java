package dev.recollect.vision;

import java.util.Arrays;

/**
 * A face as a vector of length 1, with the id of the model that made it. Immutable. Personal data:
 * never log it.
 */
public final class FaceEmbedding {
  private final String modelId;
  private final float[] values;

  private FaceEmbedding(String modelId, float[] values) {
    this.modelId = modelId;
    this.values = values;
  }

  /**
   * Normalises a model's output to length 1.
   *
   * @throws IllegalArgumentException if it has no direction: all zero, or not finite
   */
  public static FaceEmbedding normalized(String modelId, float[] output) {
    double square = 0;
    for (float value : output) {
      square += (double) value * value;
    }
    double length = Math.sqrt(square);
    if (!(length > 0) || !Double.isFinite(length)) {
      throw new IllegalArgumentException("an embedding of " + modelId + " has no direction");
    }
    float[] values = new float[output.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (output[i] / length);
    }
    return new FaceEmbedding(modelId, values);
  }

  /** Names the embedding space. */
  public String modelId() {
    return modelId;
  }

  /** A copy of the vector. */
  public float[] values() {
    return values.clone();
  }

  /**
   * Cosine similarity, -1 to 1.
   *
   * @throws IllegalArgumentException if the other embedding is of another model
   */
  public double cosine(FaceEmbedding other) {
    if (!modelId.equals(other.modelId)) {
      throw new IllegalArgumentException(
          "embeddings of %s and %s cannot be compared".formatted(modelId, other.modelId));
    }
    double dot = 0;
    for (int i = 0; i < values.length; i++) {
      dot += (double) values[i] * other.values[i];
    }
    return dot;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FaceEmbedding that
        && modelId.equals(that.modelId)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * modelId.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "FaceEmbedding[" + modelId + ", " + values.length + " values]";
  }
}
