package dev.recollect.photos.keys;

import dev.recollect.kit.access.KeyGrant;
import dev.recollect.kit.access.Scope;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A stored key: its hash, what it may do, and the little of it that may be shown again. */
@Entity
@Table(name = "api_key")
public class ApiKey extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "key_id")
  public Long keyId;

  @Column(name = "organisation_id")
  public long organisationId;

  public String name;

  @Column(name = "key_sha256")
  public byte[] keySha256;

  @Column(name = "key_start")
  public String keyStart;

  @Convert(converter = ScopesColumn.class)
  public Set<Scope> scopes;

  @Convert(converter = KeyState.Column.class)
  public KeyState state;

  @Column(name = "created_at")
  public Instant createdAt;

  /** The key with this hash, unless it was deleted. */
  public static Uni<ApiKey> findByHash(byte[] sha256) {
    return Sql.value(
            Long.class,
            "select key_id from api_key where key_sha256 = ?1 and state <> 'deleted'",
            (Object) sha256)
        .chain(number -> number == null ? Uni.createFrom().nullItem() : findById(number));
  }

  /** The organisation's keys, oldest first, without deleted ones. */
  public static Uni<List<ApiKey>> ofOrganisation(long organisationId) {
    return Sql.values(
            Long.class,
            "select key_id from api_key where organisation_id = ?1 and state <> 'deleted' order by key_id",
            organisationId)
        .chain(numbers -> Sql.entities(ApiKey.class, numbers));
  }

  /** What whoever presents this key may do. */
  public KeyGrant grant() {
    return new KeyGrant(keyId, organisationId, state == KeyState.ACTIVE, Set.copyOf(scopes));
  }
}
