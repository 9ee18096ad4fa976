package dev.recollect.kit.probe;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Somebody forgot to say who may call it. */
@Path("/api/v1/forgotten")
public class UnannotatedResource {

  @GET
  public String answer() {
    return "nobody may see this";
  }
}
