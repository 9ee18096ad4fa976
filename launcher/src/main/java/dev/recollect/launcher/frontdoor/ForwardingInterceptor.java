package dev.recollect.launcher.frontdoor;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;

/**
 * What changes on the way: the service learns who asked and for which host, and a service that does
 * not answer becomes an answer in the envelope.
 */
final class ForwardingInterceptor implements ProxyInterceptor {
  private static final String RETRY_AFTER_SECONDS = "2";

  private final String serviceName;
  private final String publicScheme;

  ForwardingInterceptor(String serviceName, String publicScheme) {
    this.serviceName = serviceName;
    this.publicScheme = publicScheme;
  }

  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
    ProxyRequest request = context.request();
    HttpServerRequest inbound = request.proxiedRequest();
    String requestId = Answers.requestId(inbound);
    // Set, not appended: this is the outermost hop that the suite knows, and what a client claims
    // is not evidence.
    request.headers().set("X-Forwarded-For", inbound.remoteAddress().hostAddress());
    request.headers().set("X-Forwarded-Proto", publicScheme);
    request.headers().remove("Forwarded");
    request.headers().set(Answers.REQUEST_ID, requestId);
    // The front door has answered "continue" already.
    request.headers().remove(HttpHeaders.EXPECT);
    HostAndPort host = inbound.authority();
    if (host != null) {
      request.headers().set("X-Forwarded-Host", host.toString());
      request.setAuthority(host);
    }
    return context
        .sendRequest()
        .recover(failure -> Future.succeededFuture(unavailable(request, requestId)));
  }

  private ProxyResponse unavailable(ProxyRequest request, String requestId) {
    return request
        .release()
        .response()
        .setStatusCode(503)
        .putHeader(HttpHeaders.CONTENT_TYPE, Answers.JSON)
        .putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .putHeader(Answers.REQUEST_ID, requestId)
        .setBody(
            Body.body(
                Answers.error(serviceName + " is not available right now; please try again")));
  }
}
