package dev.recollect.photos.keys;

import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes and changes keys. Two rules hold throughout: nobody hands out, takes away or touches a
 * scope of which they have none themselves, and an organisation has at most ten keys. Every method
 * is a transaction of its own.
 */
@ApplicationScoped
public class Keys {
  static final int MOST_PER_ORGANISATION = 10;

  private final Caller caller;
  private final AccessCache cache;

  Keys(Caller caller, AccessCache cache) {
    this.caller = caller;
    this.cache = cache;
  }

  /**
   * Reads scopes as a caller writes them.
   *
   * @throws RecollectException 422 for a word that is no scope
   */
  static Set<Scope> read(List<String> words) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "read" -> scopes.add(Scope.READ);
        case "ingest" -> scopes.add(Scope.INGEST);
        case "admin" -> scopes.add(Scope.ADMIN);
        case null, default ->
            throw RecollectException.invalidField("scopes." + i, "must be read, ingest or admin");
      }
    }
    return scopes;
  }

  /**
   * Makes a key; the only moment at which it is known in full.
   *
   * @throws RecollectException 403 for a scope the caller lacks, 404 without the organisation, 409
   *     when it has ten keys
   */
  Uni<KeyView> create(long organisationId, String name, Set<Scope> scopes) {
    requireOwn(scopes);
    KeySecret secret = KeySecret.next();
    ApiKey key = new ApiKey();
    key.organisationId = organisationId;
    key.name = name;
    key.keySha256 = secret.sha256();
    key.keyStart = secret.start();
    key.scopes = scopes;
    key.state = KeyState.ACTIVE;
    key.createdAt = Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.MICROS);
    return Panache.withTransaction(
            () ->
                lockOrganisation(organisationId)
                    .chain(() -> ApiKey.ofOrganisation(organisationId))
                    .invoke(Keys::requireRoom)
                    .chain(() -> key.<ApiKey>persist()))
        .map(stored -> KeyView.inFull(stored, secret.text()));
  }

  /**
   * @throws RecollectException 403 when the key has, or would get, a scope the caller lacks; 404
   *     for an unknown or deleted key
   */
  Uni<ApiKey> change(long organisationId, String keyId, KeysResource.KeyChanges changes) {
    return changed(
        organisationId,
        keyId,
        key -> {
          if (changes.name() != null) {
            key.name = changes.name().strip();
          }
          if (changes.state() != null) {
            key.state = KeyState.asked(changes.state());
          }
          if (changes.scopes() != null) {
            key.scopes = requireOwn(read(changes.scopes()));
          }
        });
  }

  /** As {@link #change}, for good. */
  Uni<ApiKey> delete(long organisationId, String keyId) {
    return changed(organisationId, keyId, key -> key.state = KeyState.DELETED);
  }

  /**
   * Forgets the keys only once the change is committed: before, they would be read as they were.
   */
  private Uni<ApiKey> changed(long organisationId, String keyId, Consumer<ApiKey> change) {
    long number = number(keyId);
    return Panache.withTransaction(
            () ->
                lock(organisationId, number)
                    .chain(() -> ApiKey.<ApiKey>findById(number))
                    .invoke(key -> requireOwn(key.scopes))
                    .invoke(change))
        .call(cache::forgetKeys);
  }

  /** Two changes of one key come one after the other, and none after it was deleted. */
  private static Uni<Void> lock(long organisationId, long keyId) {
    return Sql.value(
            Long.class,
            """
            select key_id from api_key
             where key_id = ?1 and organisation_id = ?2 and state <> 'deleted' for update
            """,
            keyId,
            organisationId)
        .onItem()
        .ifNull()
        .failWith(() -> RecollectException.notFound("Key not found"))
        .replaceWithVoid();
  }

  private static void requireRoom(List<ApiKey> existing) {
    if (existing.size() >= MOST_PER_ORGANISATION) {
      throw new RecollectException(
          ErrorCode.CONFLICT, "An organisation has at most 10 keys; delete one first");
    }
  }

  private static long number(String keyId) {
    try {
      return Long.parseLong(keyId);
    } catch (NumberFormatException notANumber) {
      throw RecollectException.invalidField("key_id", "must be a positive whole number");
    }
  }

  private Set<Scope> requireOwn(Set<Scope> scopes) {
    for (Scope scope : scopes) {
      if (!caller.grant().scopes().contains(scope)) {
        throw RecollectException.forbidden(
            "The API key lacks the scope " + scope.name().toLowerCase(Locale.ROOT) + " itself");
      }
    }
    return scopes;
  }

  /** Two requests that count the keys of one organisation do so one after the other. */
  private static Uni<Void> lockOrganisation(long organisationId) {
    return Sql.value(
            Long.class,
            "select organisation_id from organisation where organisation_id = ?1 for update",
            organisationId)
        .onItem()
        .ifNull()
        .failWith(() -> RecollectException.notFound("Organisation not found"))
        .replaceWithVoid();
  }
}
