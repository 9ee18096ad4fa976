package dev.recollect.vision.model;

import dev.recollect.vision.geometry.ColorOrder;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An operator's own face model, as a group of a service's settings: ONNX, 1x3x112x112 in, 1xD out,
 * ArcFace alignment. What is left out is as most such models have it: RGB, mean 127.5, scale 1/128,
 * 512 values.
 */
public interface FaceModelSettings {
  Path path();

  @Pattern(regexp = "[0-9a-f]{64}")
  String sha256();

  Optional<ColorOrder> colors();

  /** Subtracted from bytes 0-255. */
  Optional<Float> mean();

  /** Factor after that. */
  Optional<Float> scale();

  OptionalInt dimension();

  /** Cosine of the model's own default threshold, which becomes 80 %. */
  @DecimalMin("0.01")
  @DecimalMax("0.99")
  double threshold();
}
