package dev.recollect.kit.throttle;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.recollect.kit.access.AccessConfig;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** One token bucket per key and replica: a minute's worth of requests at once, refilled evenly. */
@ApplicationScoped
public class RateLimiter {
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final long KNOWN_KEYS = 100_000;

  private final LoadingCache<Long, Bucket> buckets;
  private final long limit;

  RateLimiter(AccessConfig config) {
    this.limit = config.requestsPerMinute();
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(KNOWN_KEYS)
            .expireAfterAccess(PERIOD.multipliedBy(2))
            .build(
                key ->
                    Bucket.builder()
                        .addLimit(l -> l.capacity(limit).refillGreedy(limit, PERIOD))
                        .build());
  }

  /**
   * Takes one request off a key's budget.
   *
   * @throws ThrottledException when it is used up
   */
  public void spend(long keyId) {
    ConsumptionProbe probe = buckets.get(keyId).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new ThrottledException(limit, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }
}
