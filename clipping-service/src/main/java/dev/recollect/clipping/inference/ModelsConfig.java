package dev.recollect.clipping.inference;

import dev.recollect.vision.model.FaceModelSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Which models look at videos; the same settings as those of search-service. */
@ConfigMapping(prefix = "recollect.models")
public interface ModelsConfig {

  /** Folder of the shipped model files. */
  @WithDefault(".recollect/models")
  Path dir();

  /** The face model that searches are answered with; absent means the shipped one. */
  Optional<FaceModelSettings> face();

  /**
   * A face model that is to take over: videos are analysed under it too, side by side, until it is
   * made {@link #face()}.
   */
  Optional<FaceModelSettings> nextFace();

  /**
   * What a model that no replica has used for so long has learnt is dropped. Replicas say every
   * hour what they use, if the database answers.
   */
  @WithDefault("7d")
  @DurationMin(days = 1)
  Duration retireAfter();
}
