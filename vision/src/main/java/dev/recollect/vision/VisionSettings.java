package dev.recollect.vision;

import dev.recollect.vision.onnx.InferenceObserver;
import dev.recollect.vision.onnx.OnnxSettings;
import java.util.List;

/**
 * How photos are looked at.
 *
 * @param onnx how models run
 * @param faceLevels long sides in pixels at which faces are looked for, rising; add 3200 for faces
 *     that are tiny in large photos, at about three times the time
 * @param observer is told of every inference
 */
public record VisionSettings(
    OnnxSettings onnx, List<Integer> faceLevels, InferenceObserver observer) {
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

  /** One thread per inference; faces at 320, 800 and 1,600 pixels; no observer. */
  public static VisionSettings defaults() {
    return new VisionSettings(
        OnnxSettings.defaults(), List.of(320, 800, 1600), InferenceObserver.NONE);
  }
}
