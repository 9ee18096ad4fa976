package dev.recollect.search.index;

import dev.recollect.kit.access.Access;
import dev.recollect.kit.access.Caller;
import dev.recollect.kit.access.Scope;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.Envelope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The whole index, of every organisation: for the operator's key only. */
@Path("/api/v1/admin/index/rebuild")
@Produces(MediaType.APPLICATION_JSON)
@Access(Scope.ADMIN)
@Tag(name = "Index administration")
@RunOnVirtualThread
public class RebuildResource {
  private final Indexing indexing;
  private final Caller caller;

  RebuildResource(Indexing indexing, Caller caller) {
    this.indexing = indexing;
    this.caller = caller;
  }

  @POST
  @Operation(summary = "Read the library from the beginning and index everything again")
  public Envelope<Void> rebuild() {
    if (!caller.grant().isOperator()) {
      throw RecollectException.forbidden("Only the operator's key may rebuild the whole index");
    }
    indexing.rebuildEverything();
    return Envelope.success("The library is read from the beginning", null);
  }
}
