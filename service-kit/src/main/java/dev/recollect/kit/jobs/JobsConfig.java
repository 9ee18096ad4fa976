package dev.recollect.kit.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;

/** How background work runs in a replica. */
@ConfigMapping(prefix = "recollect.jobs")
public interface JobsConfig {

  /** Whether the service has background work; decided when it is built. */
  @WithDefault("false")
  boolean enabled();

  /** Threads of a replica for background work. */
  @WithDefault("3")
  @Min(1)
  int threads();

  /**
   * How many of them a queue may hold, by its name; those that are not named may hold all. Queues
   * that are named never hold the last thread, not even together, so that what takes long keeps
   * nothing else waiting.
   */
  Map<String, @Min(1) Integer> limits();

  /** How many threads, over all replicas, one event may hold at once. */
  @WithDefault("4")
  @Min(1)
  @Max(64)
  int lanesPerEvent();

  /** How long an event keeps a thread before it goes to the back of the line. */
  @WithDefault("2s")
  @DurationMin(millis = 1)
  Duration turn();

  /** How often due work is looked for. */
  @WithDefault("250ms")
  @DurationMin(millis = 10)
  Duration polling();

  /** A replica silent for six of these is taken for dead. */
  @WithDefault("5s")
  @DurationMin(seconds = 1)
  Duration heartbeat();

  /** Tries before an item is set aside as dead. */
  @WithDefault("5")
  @Min(1)
  int attempts();

  /** Wait before the second try; doubles with every further one. */
  @WithDefault("5s")
  @DurationMin(millis = 1)
  Duration backOff();
}
