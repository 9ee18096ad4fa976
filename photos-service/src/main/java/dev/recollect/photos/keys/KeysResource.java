package dev.recollect.photos.keys;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.photos.sql.StorableText;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The API keys of an organisation. */
@Path("/api/v1/admin/organisations/{org_id}/keys")
@Access(Scope.ADMIN)
@Tag(name = "Keys")
public class KeysResource {
  private final Keys keys;

  KeysResource(Keys keys) {
    this.keys = keys;
  }

  /**
   * Body of a new key.
   *
   * @param scopes read, ingest, admin
   */
  public record NewKey(
      @JsonProperty("name") @NotBlank @Size(max = 200) @StorableText String name,
      @JsonProperty("scopes") @NotEmpty List<String> scopes) {}

  /**
   * What to change; what is absent stays.
   *
   * @param state active or inactive
   */
  public record KeyChanges(
      @JsonProperty("name") @Size(min = 1, max = 200) @StorableText String name,
      @JsonProperty("state") String state,
      @JsonProperty("scopes") @Size(min = 1) List<String> scopes) {}

  /** The keys of an organisation. */
  public record KeyList(@JsonProperty("keys") List<KeyView> keys) {}

  @POST
  @Operation(
      summary = "Make a key",
      description =
          "The answer is the only one that shows the key in full. At most 10 keys per organisation;"
              + " no scope that the calling key lacks.")
  public Uni<Envelope<KeyView>> create(
      @PathParam("org_id") String organisation, @NotNull @Valid NewKey body) {
    return keys.create(Long.parseLong(organisation), body.name().strip(), Keys.read(body.scopes()))
        .map(created -> Envelope.success("Key created", created));
  }

  @GET
  @WithSession
  @Operation(summary = "List the keys that are not deleted")
  public Uni<Envelope<KeyList>> list(@PathParam("org_id") String organisation) {
    return ApiKey.ofOrganisation(Long.parseLong(organisation))
        .map(
            found ->
                Envelope.success(
                    "Records for keys", new KeyList(found.stream().map(KeyView::masked).toList())));
  }

  @PATCH
  @Path("/{key_id}")
  @Operation(summary = "Rename, switch on or off, or change the scopes of a key")
  public Uni<Envelope<KeyView>> change(
      @PathParam("org_id") String organisation,
      @PathParam("key_id") String key,
      @NotNull @Valid KeyChanges body) {
    return keys.change(Long.parseLong(organisation), key, body)
        .map(changed -> Envelope.success("Key changed", KeyView.masked(changed)));
  }

  @DELETE
  @Path("/{key_id}")
  @Operation(summary = "Delete a key for good")
  public Uni<Envelope<KeyView>> delete(
      @PathParam("org_id") String organisation, @PathParam("key_id") String key) {
    return keys.delete(Long.parseLong(organisation), key)
        .map(deleted -> Envelope.success("Key deleted", KeyView.masked(deleted)));
  }
}
