package dev.recollect.vision.onnx;

/**
 * How models run.
 *
 * @param threads threads inside one inference; 1 is best where photos are worked on in parallel
 */
public record OnnxSettings(int threads) {
  /** Refuses fewer than one thread. */
  public OnnxSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads per inference must be at least 1: " + threads);
    }
  }

  /** One thread per inference. */
  public static OnnxSettings defaults() {
    return new OnnxSettings(1);
  }
}
