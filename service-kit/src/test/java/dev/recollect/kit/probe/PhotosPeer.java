package dev.recollect.kit.probe;

import com.google.protobuf.ByteString;
import dev.recollect.kit.access.KeyHash;
import dev.recollect.proto.access.v1.AccessServiceGrpc.AccessServiceImplBase;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.FindEventRequest;
import dev.recollect.proto.access.v1.FindEventResponse;
import dev.recollect.proto.access.v1.FindKeyRequest;
import dev.recollect.proto.access.v1.FindKeyResponse;
import dev.recollect.proto.access.v1.Scope;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The other side of {@code AccessService}: a gRPC server in its own right, which knows a few keys
 * and events and insists on the shared secret and on a deadline.
 */
public final class PhotosPeer implements QuarkusTestResourceLifecycleManager {
  static final String SECRET = "a-secret-that-only-the-services-know";

  private Server server;

  @Override
  public Map<String, String> start() {
    try {
      server =
          ServerBuilder.forPort(0).addService(new Keys()).intercept(new Guard()).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "quarkus.grpc.clients.photos.test-port",
        Integer.toString(server.getPort()),
        "recollect.grpc.shared-secret",
        SECRET);
  }

  @Override
  public void stop() {
    server.shutdownNow();
  }

  /** A call without credential or deadline must not pass for one that works. */
  private static final class Guard implements ServerInterceptor {
    private static final Metadata.Key<String> REQUEST_ID =
        Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (("Bearer " + SECRET).equals(headers.get(AUTHORIZATION))
          && io.grpc.Context.current().getDeadline() != null) {
        return Contexts.interceptCall(
            io.grpc.Context.current().withValue(Keys.REQUEST_ID, headers.get(REQUEST_ID)),
            call,
            headers,
            next);
      }
      call.close(Status.UNAUTHENTICATED, new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  /**
   * Who holds which key. The key {@code leaving} is switched off once somebody has asked for it;
   * keys that begin with {@code key-of-} are known to the request with the id that follows only, as
   * {@code flickering} is to {@code flicker}, when asked for again.
   */
  static final class Keys extends AccessServiceImplBase {
    static final io.grpc.Context.Key<String> REQUEST_ID = io.grpc.Context.key("x-request-id");

    private final Map<ByteString, FindKeyResponse> grants = new ConcurrentHashMap<>();
    private final ByteString silent = hash("silent");
    private final ByteString down = hash("down");
    private final ByteString flickering = hash("flickering");
    private final AtomicInteger flickers = new AtomicInteger();
    private final ByteString leaving = hash("leaving");

    Keys() {
      grant("reader", 1, 10, true, Scope.SCOPE_READ);
      grant("second-reader", 2, 10, true, Scope.SCOPE_READ);
      grant("ingester", 3, 10, true, Scope.SCOPE_INGEST);
      grant("inactive", 4, 10, false, Scope.SCOPE_READ);
      grant("stranger", 5, 20, true, Scope.SCOPE_READ);
      grant("administrator", 6, 10, true, Scope.SCOPE_ADMIN);
      grant("operator", 7, 0, true, Scope.SCOPE_READ, Scope.SCOPE_INGEST, Scope.SCOPE_ADMIN);
      grant("busy", 8, 10, true, Scope.SCOPE_READ);
      grant("flickering", 9, 10, true, Scope.SCOPE_READ);
      grant("leaving", 10, 10, true, Scope.SCOPE_READ);
    }

    private void grant(String key, long id, long organisation, boolean active, Scope... scopes) {
      grants.put(
          hash(key),
          FindKeyResponse.newBuilder()
              .setKeyId(id)
              .setOrganisationId(organisation)
              .setActive(active)
              .addAllScopes(List.of(scopes))
              .build());
    }

    @Override
    public void findKey(FindKeyRequest request, StreamObserver<FindKeyResponse> answer) {
      ByteString key = request.getKeySha256();
      if (key.equals(silent)) {
        return;
      }
      if (key.equals(down) || key.equals(flickering) && flickers.getAndIncrement() == 0) {
        answer.onError(Status.UNAVAILABLE.asException());
        return;
      }
      if (key.equals(flickering) && !"flicker".equals(REQUEST_ID.get())) {
        answer.onError(Status.UNAUTHENTICATED.asException());
        return;
      }
      reply(
          key.equals(hash("key-of-" + REQUEST_ID.get()))
              ? grants.get(hash("reader"))
              : grants.get(key),
          answer);
      if (key.equals(leaving)) {
        grant("leaving", 10, 10, false, Scope.SCOPE_READ);
      }
    }

    @Override
    public void findEvent(FindEventRequest request, StreamObserver<FindEventResponse> answer) {
      Event event =
          switch ((int) request.getEventId()) {
            case 1 -> event(1, 10).setEventEnabled(true).setBibSearch(true).build();
            case 2 -> event(2, 10).setEventEnabled(true).build();
            case 3 -> event(3, 10).setBibSearch(true).build();
            case 4 -> event(4, 20).setEventEnabled(true).setBibSearch(true).build();
            default -> null;
          };
      reply(event == null ? null : FindEventResponse.newBuilder().setEvent(event).build(), answer);
    }

    private static Event.Builder event(long id, long organisation) {
      return Event.newBuilder().setEventId(id).setOrganisationId(organisation);
    }

    private static <T> void reply(T found, StreamObserver<T> answer) {
      if (found == null) {
        answer.onError(Status.NOT_FOUND.asException());
      } else {
        answer.onNext(found);
        answer.onCompleted();
      }
    }

    private static ByteString hash(String key) {
      return ByteString.copyFrom(HexFormat.of().parseHex(KeyHash.of(key)));
    }
  }
}
