package dev.recollect.clipping;

import dev.recollect.clipping.testing.ServiceTest;
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
          Endpoint.ingest("GET", "/analysis"),
          Endpoint.ingest("GET", "/analysis/failed"),
          Endpoint.ingest("POST", "/analysis/failed/requeue"),
          Endpoint.ingest("GET", "/videos/{source_video_key}/analysis"),
          Endpoint.ingest("POST", "/videos/{source_video_key}/analysis/requeue"),
          Endpoint.admin("GET", "/webhooks"),
          Endpoint.admin("POST", "/webhooks"),
          Endpoint.admin("PATCH", "/webhooks/{endpoint_id}"),
          Endpoint.admin("DELETE", "/webhooks/{endpoint_id}"),
          Endpoint.admin("POST", "/webhooks/{endpoint_id}/secret"),
          Endpoint.admin("GET", "/webhooks/{endpoint_id}/deliveries"),
          Endpoint.admin("POST", "/webhooks/{endpoint_id}/deliveries/{delivery_id}/redeliver"));

  @TestHTTPResource("/")
  URI service;

  @Test
  void everyEndpointChecksInTheContractsOrder() throws Exception {
    new AccessWalk(service, peer).walk(ENDPOINTS);
  }
}
