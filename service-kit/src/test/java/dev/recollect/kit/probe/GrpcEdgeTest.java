package dev.recollect.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recollect.proto.search.v1.FindFacesOfBibRequest;
import dev.recollect.proto.search.v1.FindPhotosByBibRequest;
import dev.recollect.proto.search.v1.GetFaceSearchRequest;
import dev.recollect.proto.search.v1.SearchServiceGrpc;
import dev.recollect.proto.search.v1.SearchServiceGrpc.SearchServiceBlockingStub;
import dev.recollect.testkit.SharedSecret;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.annotation.Nullable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call over gRPC, and what a failure looks like there. */
@QuarkusTest
@QuarkusTestResource(PhotosPeer.class)
class GrpcEdgeTest {
  private static final String REFUSED = "the authorization metadata is missing or wrong";

  private static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  @TestHTTPResource("/")
  URL server;

  private ManagedChannel channel;

  @BeforeEach
  void connect() {
    channel =
        ManagedChannelBuilder.forAddress(server.getHost(), server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void aCallerWithTheSecretIsServed() {
    assertThat(search(authorized(PhotosPeer.SECRET)).findPhotosByBib(bib("7")).getTotal())
        .isEqualTo(7);
  }

  @Test
  void aCallerWithoutTheSecretIsNot() {
    assertRefused(() -> search(channel).findPhotosByBib(bib("7")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-secret-that-only-the-services-knoW", "a"})
  void aCallerWithAWrongSecretIsNot(String secret) {
    assertRefused(() -> search(authorized(secret)).findPhotosByBib(bib("7")));
  }

  @Test
  void healthIsOpen() {
    // The answer's one field: status SERVING.
    assertThat(call(channel, "grpc.health.v1.Health/Check", new byte[0]))
        .containsExactly(0x08, 0x01);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc.reflection.v1", "grpc.reflection.v1alpha"})
  void reflectionIsForThoseWithTheSecretOnly(String version) {
    String method = version + ".ServerReflection/ServerReflectionInfo";
    // The request's field 7, list_services, with an empty string.
    byte[] listServices = {0x3A, 0x00};

    assertRefused(() -> call(channel, method, listServices));
    assertThat(
            new String(
                call(authorized(PhotosPeer.SECRET), method, listServices), StandardCharsets.UTF_8))
        .contains("recollect.search.v1.SearchService");
  }

  @ParameterizedTest
  @CsvSource({
    "missing,  NOT_FOUND,          No such search",
    "invalid,  INVALID_ARGUMENT,   page: must be at least 1",
    "down,     UNAVAILABLE,        The database does not answer",
    "lost,     UNAVAILABLE,        The database does not answer; try again shortly",
    "internal, INTERNAL,           internal error",
    "relayed,  RESOURCE_EXHAUSTED, slower",
    "defect,   INTERNAL,           internal error"
  })
  void everyFailureHasAStatusOfTheTable(String kind, Status.Code code, String description) {
    SearchServiceBlockingStub search = search(authorized(PhotosPeer.SECRET));
    for (StatusRuntimeException failure :
        new StatusRuntimeException[] {
          catchThrowableOfType(
              StatusRuntimeException.class, () -> search.findPhotosByBib(bib(kind))),
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  search.getFaceSearch(
                      GetFaceSearchRequest.newBuilder().setRequestId(kind).build()))
        }) {
      assertThat(failure.getStatus().getCode()).isEqualTo(code);
      assertThat(failure.getStatus().getDescription()).isEqualTo(description);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "web:7_x.Y-2"})
  void aSaneRequestIdOfTheCallerIsKept(String id) {
    assertThat(requestIdInWork(id)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "<script>", ""})
  void anInsaneRequestIdIsReplaced(String id) {
    String replaced = requestIdInWork(id);

    assertThat(replaced).isNotEqualTo(id);
    assertThat(UUID.fromString(replaced)).hasToString(replaced);
  }

  @Test
  void everyCallHasARequestIdOfItsOwn() {
    String first = requestIdInWork(null);

    assertThat(UUID.fromString(first)).hasToString(first);
    assertThat(requestIdInWork(null)).isNotEqualTo(first);
  }

  /** What the log context of the work says, and the answer's trailers with it. */
  private String requestIdInWork(@Nullable String sent) {
    Metadata headers = new Metadata();
    if (sent != null) {
      headers.put(REQUEST_ID, sent);
    }
    SearchServiceBlockingStub search =
        search(
            ClientInterceptors.intercept(
                authorized(PhotosPeer.SECRET), MetadataUtils.newAttachHeadersInterceptor(headers)));
    StatusRuntimeException answer =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> search.findFacesOfBib(FindFacesOfBibRequest.getDefaultInstance()));
    String id = answer.getTrailers().get(REQUEST_ID);
    assertThat(answer.getStatus().getDescription()).isEqualTo("request " + id);
    return id;
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("UNAUTHENTICATED: " + REFUSED);
  }

  private static FindPhotosByBibRequest bib(String bib) {
    return FindPhotosByBibRequest.newBuilder().setBib(bib).build();
  }

  private static SearchServiceBlockingStub search(Channel channel) {
    return SearchServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  private Channel authorized(String secret) {
    return ClientInterceptors.intercept(channel, SharedSecret.sending(secret));
  }

  /** The first answer, as it came, to a method that we have no stub of. */
  static byte[] call(Channel channel, String method, byte[] request) {
    MethodDescriptor<byte[], byte[]> raw =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
            .setFullMethodName(method)
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    return ClientCalls.blockingServerStreamingCall(
            channel, raw, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS), request)
        .next();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
