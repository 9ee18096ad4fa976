package dev.recollect.photos.access;

import dev.recollect.kit.access.KeyGrant;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.photos.events.EventMessage;
import dev.recollect.proto.access.v1.AccessService;
import dev.recollect.proto.access.v1.FindEventRequest;
import dev.recollect.proto.access.v1.FindEventResponse;
import dev.recollect.proto.access.v1.FindKeyRequest;
import dev.recollect.proto.access.v1.FindKeyResponse;
import dev.recollect.proto.access.v1.Scope;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.HexFormat;

/**
 * Answers the other services, always from the database: they keep an answer for five seconds
 * themselves.
 */
@GrpcService
public class AccessGrpc implements AccessService {
  private static final int SHA256_BYTES = 32;

  private final AccessRecords records;

  AccessGrpc(AccessRecords records) {
    this.records = records;
  }

  @Override
  public Uni<FindKeyResponse> findKey(FindKeyRequest request) {
    if (request.getKeySha256().size() != SHA256_BYTES) {
      return Uni.createFrom()
          .failure(RecollectException.invalidField("key_sha256", "must be 32 bytes"));
    }
    return records
        .findKey(HexFormat.of().formatHex(request.getKeySha256().toByteArray()))
        .map(found -> found.orElseThrow(() -> RecollectException.notFound("Key not found")))
        .map(AccessGrpc::messageOf);
  }

  @Override
  public Uni<FindEventResponse> findEvent(FindEventRequest request) {
    return records
        .findEvent(request.getEventId())
        .map(found -> found.orElseThrow(() -> RecollectException.notFound("Event not found")))
        .map(event -> FindEventResponse.newBuilder().setEvent(EventMessage.of(event)).build());
  }

  private static FindKeyResponse messageOf(KeyGrant grant) {
    FindKeyResponse.Builder message =
        FindKeyResponse.newBuilder()
            .setKeyId(grant.keyId())
            .setOrganisationId(grant.organisationId())
            .setActive(grant.active());
    grant.scopes().stream()
        .sorted()
        .forEach(
            scope ->
                message.addScopes(
                    switch (scope) {
                      case READ -> Scope.SCOPE_READ;
                      case INGEST -> Scope.SCOPE_INGEST;
                      case ADMIN -> Scope.SCOPE_ADMIN;
                    }));
    return message.build();
  }
}
