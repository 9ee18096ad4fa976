package dev.recollect.photos.organisations;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** An organisation as the admin API shows it. */
public record OrganisationView(
    @JsonProperty("organisation_id") long organisationId,
    @JsonProperty("name") String name,
    @JsonProperty("created_at") Instant createdAt) {

  static OrganisationView of(Organisation organisation) {
    return new OrganisationView(
        organisation.organisationId, organisation.name, organisation.createdAt);
  }
}
