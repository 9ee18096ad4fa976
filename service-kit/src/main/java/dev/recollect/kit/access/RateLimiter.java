package dev.recollect.kit.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recollect.kit.error.ThrottledException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** One token bucket per key and replica: a minute's worth of requests at once, refilled evenly. */
@ApplicationScoped
public class RateLimiter {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  /**
   * Only keys that exist have one, so their number bounds it. Caffeine picks its classes by name
   * after the settings: with a size besides the expiry it would pick one that Quarkus does not keep
   * in a native image.
   */
  private final Cache<Long, Bucket> buckets;

  private final long limit;

  RateLimiter(AccessConfig config) {
    this.limit = config.requestsPerMinute();
    this.buckets = Caffeine.newBuilder().expireAfterAccess(PERIOD.multipliedBy(2)).build();
  }

  private Bucket full() {
    return Bucket.builder().addLimit(l -> l.capacity(limit).refillGreedy(limit, PERIOD)).build();
  }

  /**
   * Takes one request off a key's budget.
   *
   * @throws ThrottledException when it is used up
   */
  public void spend(long keyId) {
    ConsumptionProbe probe = buckets.get(keyId, key -> full()).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new ThrottledException(limit, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }
}
