package dev.recollect.photos.keys;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A key as the admin API shows it.
 *
 * @param key in full in the answer that created it; ever after five characters and {@code ***}
 */
public record KeyView(
    @JsonProperty("key_id") long keyId,
    @JsonProperty("organisation_id") long organisationId,
    @JsonProperty("name") String name,
    @JsonProperty("key") String key,
    @JsonProperty("scopes") List<String> scopes,
    @JsonProperty("state") String state,
    @JsonProperty("created_at") Instant createdAt) {

  static KeyView masked(ApiKey key) {
    return of(key, key.keyStart + "***");
  }

  static KeyView inFull(ApiKey key, String secret) {
    return of(key, secret);
  }

  private static KeyView of(ApiKey key, String shown) {
    return new KeyView(
        key.keyId,
        key.organisationId,
        key.name,
        shown,
        key.scopes.stream().sorted().map(KeyView::word).toList(),
        key.state.word(),
        key.createdAt);
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
