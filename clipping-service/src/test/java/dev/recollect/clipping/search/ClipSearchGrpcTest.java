package dev.recollect.clipping.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.recollect.clipping.testing.Footage;
import dev.recollect.proto.clipping.v1.ClipSearch;
import dev.recollect.proto.clipping.v1.ClipSearchRequest;
import dev.recollect.proto.clipping.v1.ClipSearchStatus;
import dev.recollect.proto.clipping.v1.ClippingServiceGrpc;
import dev.recollect.proto.clipping.v1.ClippingServiceGrpc.ClippingServiceBlockingStub;
import dev.recollect.proto.clipping.v1.StartClipSearchRequest;
import dev.recollect.testkit.PhotosPeer;
import dev.recollect.testkit.SharedSecret;
import dev.recollect.video.TestVideos;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Searches over gRPC. */
@QuarkusTest
class ClipSearchGrpcTest extends ClipSearchFixture {
  @TestHTTPResource URI service;

  @Test
  void aLargeSelfieIsLookedAtOverGrpc() throws Exception {
    Path empty =
        TestVideos.make(
            "grey.jpg", "-f", "lavfi", "-i", "color=gray:size=640x480", "-frames:v", "1");
    byte[] small = Files.readAllBytes(empty);
    ByteArrayOutputStream large = new ByteArrayOutputStream();
    large.write(small, 0, 2);
    while (large.size() < 12 << 20) {
      // A comment: its marker, and its length with the two bytes that say it.
      large.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xff, (byte) 0xff});
      large.writeBytes(new byte[0xffff - 2]);
    }
    large.write(small, 2, small.length - 2);
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                service.getHost(), service.getPort(), InsecureChannelCredentials.create())
            .build();
    try {
      StartClipSearchRequest request =
          StartClipSearchRequest.newBuilder()
              .setEventId(event)
              .setSelfie(ByteString.copyFrom(large.toByteArray()))
              .build();
      assertThatThrownBy(() -> stub(channel).startClipSearch(request))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                assertThat(e.getStatus().getDescription())
                    .startsWith("No face was found in the selfie");
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              });
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void aSearchIsStartedWatchedAndCalledOffOverGrpc() {
    float[] face = footage.stranger();
    for (long video = 1; video <= 2; video++) {
      footage.video(event, video, pattern());
      footage.seen(event, video, 0, face, 3);
    }
    ffmpeg.hold(Footage.key(event, 2));
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                service.getHost(), service.getPort(), InsecureChannelCredentials.create())
            .build();
    try {
      ClippingServiceBlockingStub stub = stub(channel);
      UUID faceSearch = searchPeer.faceSearch(event, footage.modelId(), face);
      ClipSearch started =
          stub.startClipSearch(
              StartClipSearchRequest.newBuilder()
                  .setEventId(event)
                  .setFaceSearchId(faceSearch.toString())
                  .build());
      assertThat(started.getStatus()).isEqualTo(ClipSearchStatus.CLIP_SEARCH_STATUS_PROCESSING);
      assertThat(started.getRequestId()).isEqualTo(faceSearch.toString());
      ClipSearchRequest request =
          ClipSearchRequest.newBuilder()
              .setEventId(event)
              .setRequestId(faceSearch.toString())
              .build();
      Iterator<ClipSearch> watched = stub.watchClipSearch(request);
      ClipSearch seen = watched.next();
      while (seen.getClipsCount() == 0) {
        assertThat(seen.getStatus()).isEqualTo(ClipSearchStatus.CLIP_SEARCH_STATUS_PROCESSING);
        seen = watched.next();
      }
      assertThat(seen.getProgressPercent()).isBetween(10.0, 99.0);
      assertThat(seen.getClips(0).getSourceVideoKey()).isEqualTo(1);
      assertThat(seen.getClips(0).hasRecordedAt()).isFalse();
      footage.beganAt(event, 1, Instant.parse("2026-05-09T08:15:30.250Z"));
      // Seen at 3 s; half a second before that belongs to the clip.
      Timestamp recorded = stub.getClipSearch(request).getClips(0).getRecordedAt();
      assertThat(Instant.ofEpochSecond(recorded.getSeconds(), recorded.getNanos()))
          .isEqualTo("2026-05-09T08:15:32.750Z");
      assertThat(objects()).hasSize(1);
      await().atMost(LIMIT).until(() -> !ffmpegs().isEmpty());

      ClipSearch cancelled = stub.cancelClipSearch(request);

      assertThat(cancelled.getStatus()).isEqualTo(ClipSearchStatus.CLIP_SEARCH_STATUS_CANCELLED);
      while (watched.hasNext()) {
        seen = watched.next();
      }
      assertThat(seen.getStatus()).isEqualTo(ClipSearchStatus.CLIP_SEARCH_STATUS_CANCELLED);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                assertThat(count("clip", faceSearch.toString())).isZero();
                assertThat(objects()).isEmpty();
                assertThat(ffmpegs()).as("ffmpeg processes").isEmpty();
              });
      JsonPath result = finished(faceSearch);
      assertThat(result.getString("data.status")).isEqualTo("failed");
      assertThat(result.getString("data.error")).isEqualTo("The search was cancelled");
      assertThatThrownBy(
              () ->
                  stub.getClipSearch(
                      request.toBuilder().setRequestId(UUID.randomUUID().toString()).build()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    } finally {
      ffmpeg.release();
      channel.shutdownNow();
    }
  }

  private static ClippingServiceBlockingStub stub(ManagedChannel channel) {
    return ClippingServiceGrpc.newBlockingStub(channel)
        .withInterceptors(SharedSecret.sending(PhotosPeer.SECRET))
        .withDeadlineAfter(LIMIT.multipliedBy(2).toSeconds(), TimeUnit.SECONDS);
  }

  private static List<String> ffmpegs() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().command().orElse(""))
        .filter(command -> command.endsWith("/ffmpeg"))
        .toList();
  }
}
