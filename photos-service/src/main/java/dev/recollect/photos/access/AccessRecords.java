package dev.recollect.photos.access;

import dev.recollect.kit.access.KeyGrant;
import dev.recollect.kit.access.KeyHash;
import dev.recollect.kit.access.Scope;
import dev.recollect.photos.events.Event;
import dev.recollect.photos.keys.ApiKey;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Keys and events as the database has them at this moment. */
@ApplicationScoped
public class AccessRecords {
  private static final int SHORTEST_KEY = 32;
  private static final KeyGrant OPERATOR =
      new KeyGrant(0, 0, true, Set.copyOf(EnumSet.allOf(Scope.class)));

  private final Optional<String> operatorSha256;

  AccessRecords(BootstrapConfig config) {
    if (config.bootstrapKey().filter(key -> key.length() < SHORTEST_KEY).isPresent()) {
      throw new IllegalStateException(
          "recollect.access.bootstrap-key must have at least " + SHORTEST_KEY + " characters");
    }
    this.operatorSha256 = config.bootstrapKey().map(KeyHash::of);
  }

  /** Makes a weak operator's key fail the start, not the first request. */
  void atStart(@Observes StartupEvent event) {
    operatorSha256.ifPresent(hash -> HexFormat.of().parseHex(hash));
  }

  /**
   * Empty for a key nobody made, or a deleted one.
   *
   * @param keySha256 lower-case hex
   */
  public Uni<Optional<KeyGrant>> findKey(String keySha256) {
    if (operatorSha256.filter(keySha256::equals).isPresent()) {
      return Uni.createFrom().item(Optional.of(OPERATOR));
    }
    byte[] hash = HexFormat.of().parseHex(keySha256);
    return Panache.withSession(() -> ApiKey.findByHash(hash))
        .map(found -> Optional.ofNullable(found).map(ApiKey::grant));
  }

  /** Empty for an event that is not there, or was deleted. */
  public Uni<Optional<Event>> findEvent(long eventId) {
    return Panache.withSession(() -> Event.findPresent(eventId)).map(Optional::ofNullable);
  }
}
