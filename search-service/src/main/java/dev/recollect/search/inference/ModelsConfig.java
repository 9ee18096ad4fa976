package dev.recollect.search.inference;

import dev.recollect.vision.geometry.ColorOrder;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMin;

/** Which models look at photos. */
@ConfigMapping(prefix = "recollect.models")
public interface ModelsConfig {

  /** Folder of the shipped model files. */
  @WithDefault(".recollect/models")
  Path dir();

  /** The face model that searches are answered with; absent means the shipped one. */
  Optional<Face> face();

  /**
   * A face model that is to take over: photos are indexed under it too, side by side, until it is
   * made {@link #face()}.
   */
  Optional<Face> nextFace();

  /** Faces of a model that no replica has used for so long are dropped. */
  @WithDefault("7d")
  @DurationMin(seconds = 1)
  Duration retireAfter();

  /**
   * An operator's own face model: ONNX, 1x3x112x112 in, 1xD out, ArcFace alignment. What is left
   * out is as most such models have it: RGB, mean 127.5, scale 1/128, 512 values.
   */
  interface Face {
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
}
