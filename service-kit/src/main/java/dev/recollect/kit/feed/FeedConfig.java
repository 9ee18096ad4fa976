package dev.recollect.kit.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the library's changes are followed. */
@ConfigMapping(prefix = "recollect.feed")
public interface FeedConfig {

  /** Whether the service follows them; decided when it is built. */
  @WithDefault("false")
  boolean enabled();

  /** Pause after the feed had nothing more. */
  @WithDefault("500ms")
  @DurationMin(millis = 10)
  Duration pause();

  /** Changes taken over in one transaction. */
  @WithDefault("500")
  @Min(1)
  @Max(1000)
  int pageSize();
}
