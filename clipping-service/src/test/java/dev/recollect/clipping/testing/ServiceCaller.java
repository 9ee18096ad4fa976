package dev.recollect.clipping.testing;

import dev.recollect.proto.clipping.v1.ClippingServiceGrpc;
import dev.recollect.proto.clipping.v1.ClippingServiceGrpc.ClippingServiceBlockingStub;
import dev.recollect.testkit.PhotosPeer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;

/** Calls this service over gRPC as another service does. */
public final class ServiceCaller {
  private ServiceCaller() {}

  /** With the credential that services share. */
  public static ClippingServiceBlockingStub stub(ManagedChannel channel) {
    Metadata credential = new Metadata();
    credential.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + PhotosPeer.SECRET);
    return ClippingServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(credential));
  }
}
