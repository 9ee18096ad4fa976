package dev.recollect.photos.organisations;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;

/** A tenant: owns keys and events. */
@Entity
@Table(name = "organisation")
public class Organisation extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "organisation_id")
  public Long organisationId;

  public String name;

  @Column(name = "created_at")
  public Instant createdAt;

  /** Whether there is such an organisation; needs an open session. */
  public static Uni<Boolean> exists(long organisationId) {
    return findById(organisationId).map(Objects::nonNull);
  }
}
