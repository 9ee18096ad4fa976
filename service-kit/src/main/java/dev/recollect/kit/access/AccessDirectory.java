package dev.recollect.kit.access;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Where keys and events are looked up. Answers may be up to five seconds old, never older. */
public interface AccessDirectory {

  /**
   * @param keySha256 SHA-256 of the key, lower-case hex
   */
  Uni<Optional<KeyGrant>> findKey(String keySha256);

  Uni<Optional<EventAccess>> findEvent(long eventId);
}
