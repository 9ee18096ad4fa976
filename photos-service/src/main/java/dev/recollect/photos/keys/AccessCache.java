package dev.recollect.photos.keys;

import io.quarkus.cache.CacheInvalidate;
import io.quarkus.cache.CacheInvalidateAll;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets a change of a key or an event take effect at once in the replica that made it; the others
 * see it within the five seconds the contract allows.
 */
@ApplicationScoped
public class AccessCache {

  /** Every key is looked up anew. */
  @CacheInvalidateAll(cacheName = "access-keys")
  public Uni<Void> forgetKeys() {
    return Uni.createFrom().voidItem();
  }

  /** The event is looked up anew. */
  @CacheInvalidate(cacheName = "access-events")
  public Uni<Void> forgetEvent(long eventId) {
    return Uni.createFrom().voidItem();
  }
}
