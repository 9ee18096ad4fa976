package dev.recollect.photos.access;

import dev.recollect.kit.access.AccessDirectory;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.access.KeyGrant;
import dev.recollect.photos.events.Event;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Keys and events out of the service's own database, remembered for five seconds. */
@ApplicationScoped
public class LocalAccessDirectory implements AccessDirectory {
  private final AccessRecords records;

  LocalAccessDirectory(AccessRecords records) {
    this.records = records;
  }

  @Override
  @CacheResult(cacheName = "access-keys")
  public Uni<Optional<KeyGrant>> findKey(String keySha256) {
    return records.findKey(keySha256);
  }

  @Override
  @CacheResult(cacheName = "access-events")
  public Uni<Optional<EventAccess>> findEvent(long eventId) {
    return records.findEvent(eventId).map(found -> found.map(Event::access));
  }
}
