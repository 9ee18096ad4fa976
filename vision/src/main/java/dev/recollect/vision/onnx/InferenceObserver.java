package dev.recollect.vision.onnx;

/**
 * Is told of every inference, on the thread that ran it: for metrics and benchmarks. Must be quick
 * and thread-safe.
 */
@FunctionalInterface
public interface InferenceObserver {
  /** Looks away. */
  InferenceObserver NONE = (model, shape, nanos) -> {};

  /**
   * @param model name of the model file, such as {@code fr_feature}
   * @param shape of the input
   * @param nanos time inside ONNX Runtime
   */
  void ran(String model, long[] shape, long nanos);
}
