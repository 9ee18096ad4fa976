package dev.recollect.kit.access;

import com.google.protobuf.ByteString;
import dev.recollect.kit.grpc.GrpcCalls;
import dev.recollect.proto.access.v1.AccessService;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.FindEventRequest;
import dev.recollect.proto.access.v1.FindKeyRequest;
import dev.recollect.proto.access.v1.FindKeyResponse;
import io.quarkus.arc.DefaultBean;
import io.quarkus.cache.CacheResult;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Asks photos-service, and remembers an answer for as long as the contract allows (five seconds).
 */
@DefaultBean
@ApplicationScoped
public class GrpcAccessDirectory implements AccessDirectory {
  private final AccessService photos;

  GrpcAccessDirectory(@GrpcClient("photos") AccessService photos) {
    this.photos = photos;
  }

  @Override
  @CacheResult(cacheName = "access-keys")
  public Uni<Optional<KeyGrant>> findKey(String keySha256) {
    FindKeyRequest request =
        FindKeyRequest.newBuilder()
            .setKeySha256(ByteString.copyFrom(HexFormat.of().parseHex(keySha256)))
            .build();
    return GrpcCalls.retrying(photos.findKey(request))
        .map(found -> Optional.of(grantOf(found)))
        .onFailure(GrpcCalls::isNotFound)
        .recoverWithItem(Optional.empty());
  }

  @Override
  @CacheResult(cacheName = "access-events")
  public Uni<Optional<EventAccess>> findEvent(long eventId) {
    FindEventRequest request = FindEventRequest.newBuilder().setEventId(eventId).build();
    return GrpcCalls.retrying(photos.findEvent(request))
        .map(found -> Optional.of(eventOf(found.getEvent())))
        .onFailure(GrpcCalls::isNotFound)
        .recoverWithItem(Optional.empty());
  }

  private static KeyGrant grantOf(FindKeyResponse found) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (dev.recollect.proto.access.v1.Scope scope : found.getScopesList()) {
      switch (scope) {
        case SCOPE_READ -> scopes.add(Scope.READ);
        case SCOPE_INGEST -> scopes.add(Scope.INGEST);
        case SCOPE_ADMIN -> scopes.add(Scope.ADMIN);
        case SCOPE_UNSPECIFIED, UNRECOGNIZED -> {
          // A scope that this version does not know grants nothing.
        }
      }
    }
    return new KeyGrant(found.getKeyId(), found.getOrganisationId(), found.getActive(), scopes);
  }

  /** The wire form of an event as the services decide by it. */
  public static EventAccess eventOf(Event event) {
    return new EventAccess(
        event.getEventId(),
        event.getOrganisationId(),
        event.getEventEnabled(),
        event.getBibSearch(),
        event.getSelfieSearch(),
        event.getVideoSearch(),
        event.getVideoSelfieSearch(),
        event.getTimelineSearch(),
        event.getPublishOriginals(),
        event.hasFaceThresholdPercent()
            ? OptionalDouble.of(event.getFaceThresholdPercent())
            : OptionalDouble.empty());
  }
}
