package dev.recollect.download;

import com.google.protobuf.ByteString;
import dev.recollect.kit.access.KeyHash;
import dev.recollect.proto.access.v1.AccessServiceGrpc.AccessServiceImplBase;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.FindEventRequest;
import dev.recollect.proto.access.v1.FindEventResponse;
import dev.recollect.proto.access.v1.FindKeyRequest;
import dev.recollect.proto.access.v1.FindKeyResponse;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.proto.library.v1.FindOriginalsRequest;
import dev.recollect.proto.library.v1.FindOriginalsResponse;
import dev.recollect.proto.library.v1.FoundOriginal;
import dev.recollect.proto.library.v1.LibraryServiceGrpc.LibraryServiceImplBase;
import dev.recollect.proto.search.v1.FindPhotosByBibRequest;
import dev.recollect.proto.search.v1.GetFaceSearchRequest;
import dev.recollect.proto.search.v1.PhotoPage;
import dev.recollect.proto.search.v1.SearchServiceGrpc.SearchServiceImplBase;
import dev.recollect.testkit.TestServers;
import grpc.health.v1.HealthGrpc.HealthImplBase;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import io.grpc.BindableService;
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
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * photos-service and search-service as far as downloads ask them: two gRPC servers in their own
 * right, which insist on the shared secret, and answer out of {@link Library}.
 */
public final class Peers implements QuarkusTestResourceLifecycleManager {
  public static final String SECRET = "a-secret-that-only-the-services-know";

  /** Of the key {@code busy}, which nothing else is asked with. */
  public static final long BUSY_KEY = 5;

  /** A selfie search of event 1 that found photos 3, 1 and 2, best match first. */
  public static final String SELFIE = "ddc661a7-8861-4793-9437-af42a82d12f8";

  /** A selfie search of event 1 that found nobody. */
  public static final String SELFIE_OF_NOBODY = "5e9a7cc1-0bcb-4a4d-b6e3-6c0b25c57a08";

  private static final HealthCheckResponse SERVING =
      HealthCheckResponse.newBuilder().setStatus(HealthCheckResponse.ServingStatus.SERVING).build();

  private final Semaphore searchAsked = new Semaphore(0);
  private volatile boolean searchSilent;
  private Server photos;
  private Server search;

  @Override
  public Map<String, String> start() {
    String bucket = TestServers.get().bucket("originals");
    photos = serve(new PhotosHealth(), new Access(), new Photos(bucket));
    search = serve(new SearchHealth(), new Search());
    return Map.of(
        "quarkus.grpc.clients.photos.test-port", Integer.toString(photos.getPort()),
        "quarkus.grpc.clients.search.test-port", Integer.toString(search.getPort()),
        "recollect.grpc.shared-secret", SECRET);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, field -> field.getType() == Peers.class);
  }

  /**
   * While search-service is silent it answers nobody who asks after its health, and photos-service
   * answers only those who have asked search-service meanwhile.
   */
  public void setSearchSilent(boolean silent) {
    searchSilent = silent;
  }

  @Override
  public void stop() {
    photos.shutdownNow();
    search.shutdownNow();
  }

  private static Server serve(BindableService... services) {
    ServerBuilder<?> builder = ServerBuilder.forPort(0).intercept(new Guard());
    List.of(services).forEach(builder::addService);
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Guard implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (("Bearer " + SECRET).equals(headers.get(AUTHORIZATION))) {
        return next.startCall(call, headers);
      }
      call.close(Status.UNAUTHENTICATED, new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private final class PhotosHealth extends HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      if (searchSilent) {
        searchAsked.acquireUninterruptibly();
      }
      reply(SERVING, answer);
    }
  }

  private final class SearchHealth extends HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      if (searchSilent) {
        searchAsked.release();
      } else {
        reply(SERVING, answer);
      }
    }
  }

  private static final class Access extends AccessServiceImplBase {
    @Override
    public void findKey(FindKeyRequest request, StreamObserver<FindKeyResponse> answer) {
      FindKeyResponse.Builder key = FindKeyResponse.newBuilder().setActive(true);
      if (is(request, "reader")) {
        key.setKeyId(1).setOrganisationId(10).addScopes(Scope.SCOPE_READ);
      } else if (is(request, "inactive")) {
        key.setKeyId(2).setOrganisationId(10).addScopes(Scope.SCOPE_READ).setActive(false);
      } else if (is(request, "ingester")) {
        key.setKeyId(3).setOrganisationId(10).addScopes(Scope.SCOPE_INGEST);
      } else if (is(request, "stranger")) {
        key.setKeyId(4).setOrganisationId(20).addScopes(Scope.SCOPE_READ);
      } else if (is(request, "busy")) {
        key.setKeyId(BUSY_KEY).setOrganisationId(10).addScopes(Scope.SCOPE_READ);
      } else {
        answer.onError((is(request, "lost") ? Status.UNAVAILABLE : Status.NOT_FOUND).asException());
        return;
      }
      reply(key.build(), answer);
    }

    private static boolean is(FindKeyRequest request, String key) {
      return request
          .getKeySha256()
          .equals(ByteString.copyFrom(HexFormat.of().parseHex(KeyHash.of(key))));
    }

    @Override
    public void findEvent(FindEventRequest request, StreamObserver<FindEventResponse> answer) {
      long id = request.getEventId();
      if (id < 1 || id > 4) {
        answer.onError(Status.NOT_FOUND.asException());
        return;
      }
      // 1 offers everything, 2 no search, 3 is switched off, 4 belongs to somebody else.
      Event event =
          Event.newBuilder()
              .setEventId(id)
              .setOrganisationId(id == 4 ? 20 : 10)
              .setEventEnabled(id != 3)
              .setBibSearch(id != 2)
              .setSelfieSearch(id != 2)
              .build();
      reply(FindEventResponse.newBuilder().setEvent(event).build(), answer);
    }
  }

  private static final class Photos extends LibraryServiceImplBase {
    private final String bucket;
    private volatile boolean deleted;

    Photos(String bucket) {
      this.bucket = bucket;
    }

    @Override
    public void findOriginals(
        FindOriginalsRequest request, StreamObserver<FindOriginalsResponse> answer) {
      if (request.getPhotoIdsCount() > 500) {
        answer.onError(Status.INVALID_ARGUMENT.asException());
        return;
      }
      FindOriginalsResponse.Builder response = FindOriginalsResponse.newBuilder();
      for (String id : request.getPhotoIdsList()) {
        if (id.matches("[0-9a-f-]{36}") && isThere(id)) {
          Library.find(request.getEventId(), id, bucket)
              .ifPresent(
                  original ->
                      response.addOriginals(
                          FoundOriginal.newBuilder().setPhotoId(id).setOriginal(original)));
        }
      }
      reply(response.build(), answer);
    }

    private boolean isThere(String id) {
      if (!id.equals(Library.id(Library.DELETED_NEXT))) {
        return true;
      }
      boolean first = !deleted;
      deleted = true;
      return first;
    }
  }

  private static final class Search extends SearchServiceImplBase {
    private volatile boolean shrunk;

    @Override
    public void findPhotosByBib(FindPhotosByBibRequest request, StreamObserver<PhotoPage> answer) {
      IntStream found =
          switch (request.getEventId() == 1 ? request.getBib() : "") {
            case "1042" -> IntStream.rangeClosed(1, 65);
            case "marathon" -> IntStream.rangeClosed(1, 1100);
            case "shrinking" -> shrinking(request.getPage());
            case "faded" -> IntStream.of(1, Library.LOST, 2, Library.UNKNOWN, 3);
            case "deleted-since" -> IntStream.of(1, Library.UNKNOWN, 2);
            case "deleted-meanwhile" -> IntStream.of(1, Library.DELETED_NEXT, 2);
            case "lost" -> IntStream.of(1, 2, Library.LOST, 3);
            case "lost-first" -> IntStream.of(Library.LOST, 1);
            case "short" -> IntStream.of(1, Library.SHORT, 2);
            case "altered" -> IntStream.of(1, Library.ALTERED, 2);
            default -> IntStream.empty();
          };
      if (request.getBib().equals("down")) {
        answer.onError(Status.UNAVAILABLE.asException());
      } else {
        reply(page(found, request.getPage(), request.getPageSize()), answer);
      }
    }

    /** Photo 1 is deleted when the first page is out: what follows moves up by one. */
    private IntStream shrinking(int page) {
      IntStream found = IntStream.rangeClosed(shrunk ? 2 : 1, 501);
      shrunk |= page == 1;
      return found;
    }

    @Override
    public void getFaceSearch(GetFaceSearchRequest request, StreamObserver<PhotoPage> answer) {
      if (request.getEventId() == 1 && request.getRequestId().equals(SELFIE)) {
        reply(page(IntStream.of(3, 1, 2), request.getPage(), request.getPageSize()), answer);
      } else if (request.getEventId() == 1 && request.getRequestId().equals(SELFIE_OF_NOBODY)) {
        reply(PhotoPage.getDefaultInstance(), answer);
      } else {
        answer.onError(Status.NOT_FOUND.withDescription("no such search").asException());
      }
    }

    private static PhotoPage page(IntStream found, int page, int size) {
      int[] all = found.toArray();
      Stream<String> ids =
          IntStream.of(all).skip((page - 1L) * size).limit(size).mapToObj(Library::id);
      return PhotoPage.newBuilder().addAllPhotoIds(ids.toList()).setTotal(all.length).build();
    }
  }

  private static <T> void reply(T message, StreamObserver<T> answer) {
    answer.onNext(message);
    answer.onCompleted();
  }
}
