package dev.recollect.testkit;

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
import dev.recollect.proto.library.v1.DeletedPhoto;
import dev.recollect.proto.library.v1.DeletedSourceVideo;
import dev.recollect.proto.library.v1.GetStampRequest;
import dev.recollect.proto.library.v1.LibraryServiceGrpc;
import dev.recollect.proto.library.v1.ListChangesRequest;
import dev.recollect.proto.library.v1.ListChangesResponse;
import dev.recollect.proto.library.v1.Photo;
import dev.recollect.proto.library.v1.SourceVideo;
import dev.recollect.proto.library.v1.Stamp;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  /** Serves on a port of the loopback interface until it is closed. */
  public PhotosPeer() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Health())
            .addService(new Access())
            .addService(new Library())
            .intercept(new Doorkeeper())
            .build()
            .start();
  }

  /** Where it listens, without TLS. */
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

  /** The same of a key that may be switched off. */
  public String key(long organisationId, boolean active, Scope... scopes) {
    int id = keyIds.incrementAndGet();
    String key = "test-key-" + id;
    keys.put(
        sha256(key),
        FindKeyResponse.newBuilder()
            .setKeyId(id)
            .setOrganisationId(organisationId)
            .setActive(active)
            .addAllScopes(List.of(scopes))
            .build());
    return key;
  }

  /** The id of a key that was made here. */
  public long keyId(String key) {
    return keys.get(sha256(key)).getKeyId();
  }

  /** Makes or changes an event, in the directory and in the feed. */
  public void put(Event event) {
    events.put(event.getEventId(), event);
    changes.add(Change.newBuilder().setEvent(event).build());
  }

  /** Tells of a photo, as new or as changed. */
  public void put(Photo photo) {
    changes.add(Change.newBuilder().setPhoto(photo).build());
  }

  /** Tells of a source video. */
  public void put(SourceVideo video) {
    changes.add(Change.newBuilder().setSourceVideo(video).build());
  }

  /** Gives an event a stamp. */
  public void stamp(long eventId, Stamp stamp) {
    stamps.put(eventId, stamp);
  }

  /** Tells that a source video is gone. */
  public void deleteVideo(long eventId, long key) {
    changes.add(
        Change.newBuilder()
            .setDeletedSourceVideo(
                DeletedSourceVideo.newBuilder().setEventId(eventId).setSourceVideoKey(key))
            .build());
  }

  /** Tells that a photo is gone. */
  public void deletePhoto(long eventId, String photoId) {
    changes.add(
        Change.newBuilder()
            .setDeletedPhoto(DeletedPhoto.newBuilder().setEventId(eventId).setPhotoId(photoId))
            .build());
  }

  /** Takes an event out of the directory, and tells so. */
  public void deleteEvent(long eventId) {
    events.remove(eventId);
    changes.add(
        Change.newBuilder().setDeletedEvent(DeletedEvent.newBuilder().setEventId(eventId)).build());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Health extends HealthGrpc.HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      answer(
          answer,
          HealthCheckResponse.newBuilder()
              .setStatus(HealthCheckResponse.ServingStatus.SERVING)
              .build());
    }
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

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
