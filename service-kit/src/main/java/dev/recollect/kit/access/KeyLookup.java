package dev.recollect.kit.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recollect.kit.throttle.ThrottledException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Looks keys up, as often as whoever shows unknown ones may make it do so: an address has a budget
 * of lookups per minute and replica. A lookup that finds a key costs nothing, and a key that was
 * found lately is looked up whatever the budget, so that strangers shut out nobody who was there
 * before them.
 */
@ApplicationScoped
public class KeyLookup {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Many addresses share these budgets, so that their number is bounded. */
  private static final int BUDGETS = 1024;

  private final AccessDirectory directory;
  private final long limit;
  private final AtomicReferenceArray<Bucket> budgets = new AtomicReferenceArray<>(BUDGETS);

  /** Hashes of keys that exist, which bounds their number. */
  private final Cache<String, Boolean> known =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(1)).build();

  /** Of keys that do not; the budgets bound their number. */
  private final Cache<String, Boolean> unknown =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofSeconds(5)).build();

  KeyLookup(AccessDirectory directory, AccessConfig config) {
    this.directory = directory;
    this.limit = config.unknownKeysPerMinute();
  }

  /**
   * Finds a key.
   *
   * @param keySha256 SHA-256 of the key, lower-case hex
   * @param address of the caller
   * @throws ThrottledException when too many keys from there were unknown
   */
  Uni<Optional<KeyGrant>> find(String keySha256, String address) {
    if (known.getIfPresent(keySha256) != null) {
      return directory.findKey(keySha256).invoke(found -> note(keySha256, found));
    }
    if (unknown.getIfPresent(keySha256) != null) {
      return Uni.createFrom().item(Optional.empty());
    }
    Bucket budget = budget(address);
    ConsumptionProbe probe = budget.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new ThrottledException(
          "Too many unknown API keys", limit, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
    return directory
        .findKey(keySha256)
        .invoke(
            found -> {
              note(keySha256, found);
              if (found.isPresent()) {
                budget.addTokens(1);
              }
            });
  }

  private void note(String keySha256, Optional<KeyGrant> found) {
    (found.isPresent() ? known : unknown).put(keySha256, true);
    (found.isPresent() ? unknown : known).invalidate(keySha256);
  }

  private Bucket budget(String address) {
    return budgets.updateAndGet(
        Math.floorMod(address.hashCode(), BUDGETS), there -> there == null ? full() : there);
  }

  private Bucket full() {
    return Bucket.builder().addLimit(l -> l.capacity(limit).refillGreedy(limit, MINUTE)).build();
  }
}
