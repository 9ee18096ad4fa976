package dev.recollect.clipping.testing;

import com.google.protobuf.ByteString;
import dev.recollect.kit.access.KeyHash;
import dev.recollect.proto.access.v1.AccessServiceGrpc;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.FindEventRequest;
import dev.recollect.proto.access.v1.FindEventResponse;
import dev.recollect.proto.access.v1.FindKeyRequest;
import dev.recollect.proto.access.v1.FindKeyResponse;
import dev.recollect.proto.access.v1.Scope;
import dev.recollect.proto.library.v1.Change;
import dev.recollect.proto.library.v1.Cursor;
import dev.recollect.proto.library.v1.DeletedEvent;
import dev.recollect.proto.library.v1.DeletedSourceVideo;
import dev.recollect.proto.library.v1.GetStampRequest;
import dev.recollect.proto.library.v1.LibraryServiceGrpc;
import dev.recollect.proto.library.v1.ListChangesRequest;
import dev.recollect.proto.library.v1.ListChangesResponse;
import dev.recollect.proto.library.v1.SourceVideo;
import dev.recollect.proto.library.v1.Stamp;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A remote peer that speaks photos-service's side of gRPC: keys, events and a change feed that
 * tests write themselves. Checks the caller's credential like the original.
 */
public final class PhotosPeer implements AutoCloseable {
  /** What callers must know. */
  public static final String SECRET = "a-secret-for-tests-of-at-least-32-characters";

  private final Map<String, FindKeyResponse> keys = new ConcurrentHashMap<>();
  private final Map<Long, Event> events = new ConcurrentHashMap<>();
  private final Map<Long, Stamp> stamps = new ConcurrentHashMap<>();
  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final AtomicInteger keyIds = new AtomicInteger();
  private volatile boolean away;
  private final Server server;

  public PhotosPeer() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Access())
            .addService(new Library())
            .intercept(new Doorkeeper())
            .build()
            .start();
  }

  public int port() {
    return server.getPort();
  }

  /** While away every call fails with UNAVAILABLE. */
  public void setAway(boolean away) {
    this.away = away;
  }

  /** Makes a key with an organisation (0: the operator's) and scopes. */
  public String key(long organisationId, Scope... scopes) {
    return key(organisationId, true, scopes);
  }

  public String key(long organisationId, boolean active, Scope... scopes) {
    int id = keyIds.incrementAndGet();
    String key = "test-key-" + id;
    keys.put(
        KeyHash.of(key),
        FindKeyResponse.newBuilder()
            .setKeyId(id)
            .setOrganisationId(organisationId)
            .setActive(active)
            .addAllScopes(List.of(scopes))
            .build());
    return key;
  }

  /** Makes or changes an event, in the directory and in the feed. */
  public void put(Event event) {
    events.put(event.getEventId(), event);
    changes.add(Change.newBuilder().setEvent(event).build());
  }

  public void put(SourceVideo video) {
    changes.add(Change.newBuilder().setSourceVideo(video).build());
  }

  public void deleteVideo(long eventId, long key) {
    changes.add(
        Change.newBuilder()
            .setDeletedSourceVideo(
                DeletedSourceVideo.newBuilder().setEventId(eventId).setSourceVideoKey(key))
            .build());
  }

  public void deleteEvent(long eventId) {
    events.remove(eventId);
    changes.add(
        Change.newBuilder().setDeletedEvent(DeletedEvent.newBuilder().setEventId(eventId)).build());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Access extends AccessServiceGrpc.AccessServiceImplBase {
    @Override
    public void findKey(FindKeyRequest request, StreamObserver<FindKeyResponse> answer) {
      answer(answer, keys.get(HexFormat.of().formatHex(request.getKeySha256().toByteArray())));
    }

    @Override
    public void findEvent(FindEventRequest request, StreamObserver<FindEventResponse> answer) {
      Event event = events.get(request.getEventId());
      answer(answer, event == null ? null : FindEventResponse.newBuilder().setEvent(event).build());
    }
  }

  /** Gives an event a stamp. */
  public void stamp(long eventId, Stamp stamp) {
    stamps.put(eventId, stamp);
  }

  private final class Library extends LibraryServiceGrpc.LibraryServiceImplBase {
    @Override
    public void getStamp(GetStampRequest request, StreamObserver<Stamp> answer) {
      answer(answer, stamps.get(request.getEventId()));
    }

    @Override
    public void listChanges(
        ListChangesRequest request, StreamObserver<ListChangesResponse> answer) {
      int from = Math.toIntExact(request.getAfter().getSequence());
      List<Change> all = List.copyOf(changes);
      int to = Math.min(all.size(), from + request.getLimit());
      answer(
          answer,
          ListChangesResponse.newBuilder()
              .addAllChanges(all.subList(from, to))
              .setNext(Cursor.newBuilder().setSequence(to))
              .build());
    }
  }

  private <T> void answer(StreamObserver<T> observer, T message) {
    if (message == null) {
      observer.onError(Status.NOT_FOUND.asRuntimeException());
    } else {
      observer.onNext(message);
      observer.onCompleted();
    }
  }

  private final class Doorkeeper implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (away) {
        call.close(Status.UNAVAILABLE, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      if (!("Bearer " + SECRET).equals(headers.get(AUTHORIZATION))) {
        call.close(Status.UNAUTHENTICATED, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }

  /** Bytes as the wire has them. */
  public static ByteString bytes(byte[] bytes) {
    return ByteString.copyFrom(bytes);
  }
}
