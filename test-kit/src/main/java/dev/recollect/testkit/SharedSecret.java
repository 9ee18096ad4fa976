package dev.recollect.testkit;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;

/** The credential with which services call each other over gRPC. */
public final class SharedSecret {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private SharedSecret() {}

  /** Sends it with every call. */
  public static ClientInterceptor sending(String secret) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + secret);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }
}
