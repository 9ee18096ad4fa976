package dev.recollect.vision;

import dev.recollect.vision.onnx.InferenceObserver;
import dev.recollect.vision.onnx.OnnxSettings;
import java.util.List;

/**
 * How photos are looked at.
 *
 * @param onnx how models run
 * @param embedding how the face model runs: a selfie waits for one run of it, which nothing else
 *     can be done beside
 * @param textDetection how the model that finds text runs: by far the hungriest, it takes some 250
 *     MB per photo that it looks at
 * @param faceLevels long sides in pixels at which faces are looked for, rising; add 3200 for faces
 *     that are tiny in large photos, at about three times the time
 * @param observer is told of every inference
 */
public record VisionSettings(
    OnnxSettings onnx,
    OnnxSettings embedding,
    OnnxSettings textDetection,
    List<Integer> faceLevels,
    InferenceObserver observer) {
  /** Refuses levels that do not rise. */
  public VisionSettings {
    faceLevels = List.copyOf(faceLevels);
    for (int i = 0; i < faceLevels.size(); i++) {
      if (faceLevels.get(i) < (i == 0 ? 1 : faceLevels.get(i - 1) + 1)) {
        throw new IllegalArgumentException("face levels must rise: " + faceLevels);
      }
    }
    if (faceLevels.isEmpty()) {
      throw new IllegalArgumentException("at least one face level is needed");
    }
  }

  /** All models run in the same way. */
  public VisionSettings(OnnxSettings onnx, List<Integer> faceLevels, InferenceObserver observer) {
    this(onnx, onnx, onnx, faceLevels, observer);
  }

  /**
   * The defaults where {@code workers} photos are worked on at once: faces are embedded by two
   * threads each, and half as many photos are searched for text at a time, by two threads each,
   * which is as fast and takes half the memory.
   *
   * @param workers at least 1
   */
  public static VisionSettings forWorkers(int workers) {
    VisionSettings defaults = defaults();
    int threads = Math.min(workers, 2);
    return new VisionSettings(
        defaults.onnx,
        new OnnxSettings(threads, defaults.onnx.atOnce()),
        new OnnxSettings(threads, Math.max(1, workers / 2)),
        defaults.faceLevels,
        defaults.observer);
  }

  /** One thread per inference; faces at 320, 800 and 1,600 pixels; no observer. */
  public static VisionSettings defaults() {
    return new VisionSettings(
        OnnxSettings.defaults(), List.of(320, 800, 1600), InferenceObserver.NONE);
  }
}
