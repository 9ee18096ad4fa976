package dev.recollect.clipping;

import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.testkit.AccessWalk;
import dev.recollect.testkit.AccessWalk.Endpoint;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets into the service, and who does not. */
@QuarkusTest
class AccessWalkTest extends ServiceTest {
  private static final List<Endpoint> ENDPOINTS =
      List.of(
          Endpoint.ext("POST", "/video-clipping/search-by-bib", "Video search"),
          Endpoint.ext("POST", "/video-clipping/search-by-selfie", "Video selfie search"),
          Endpoint.ext("GET", "/video-clipping/{request_id}", "Video search"),
          ingest("GET", "/analysis"),
          ingest("GET", "/analysis/failed"),
          ingest("POST", "/analysis/failed/requeue"),
          ingest("GET", "/videos/{source_video_key}/analysis"),
          ingest("POST", "/videos/{source_video_key}/analysis/requeue"),
          admin("GET", "/webhooks"),
          admin("POST", "/webhooks"),
          admin("PATCH", "/webhooks/{endpoint_id}"),
          admin("DELETE", "/webhooks/{endpoint_id}"),
          admin("POST", "/webhooks/{endpoint_id}/secret"),
          admin("GET", "/webhooks/{endpoint_id}/deliveries"),
          admin("POST", "/webhooks/{endpoint_id}/deliveries/{delivery_id}/redeliver"));

  @TestHTTPResource("/")
  URI service;

  private static Endpoint ingest(String method, String tail) {
    return Endpoint.admin(method, tail, Scope.SCOPE_INGEST);
  }

  private static Endpoint admin(String method, String tail) {
    return Endpoint.admin(method, tail, Scope.SCOPE_ADMIN);
  }

  @Test
  void everyEndpointChecksInTheContractsOrder() throws Exception {
    new AccessWalk(service, peer).walk(ENDPOINTS);
  }
}
