package dev.recollect.vision.onnx;

/**
 * How a model runs.
 *
 * @param threads threads inside one inference; 1 is best where photos are worked on in parallel
 * @param atOnce inferences of the model at once; one more waits for its turn. Each holds working
 *     memory of its own
 */
public record OnnxSettings(int threads, int atOnce) {
  /** Refuses fewer than one thread or inference. */
  public OnnxSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads per inference must be at least 1: " + threads);
    }
    if (atOnce < 1) {
      throw new IllegalArgumentException("inferences at once must be at least 1: " + atOnce);
    }
  }

  /** One thread per inference, and as many inferences as are asked for. */
  public static OnnxSettings defaults() {
    return new OnnxSettings(1, Integer.MAX_VALUE);
  }
}
