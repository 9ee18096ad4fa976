package dev.recollect.photos.access;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.recollect.kit.access.KeyHash;
import dev.recollect.photos.Organisers;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.proto.access.v1.AccessService;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.FindEventRequest;
import dev.recollect.proto.access.v1.FindKeyRequest;
import dev.recollect.proto.access.v1.FindKeyResponse;
import dev.recollect.proto.access.v1.Scope;
import io.agroal.api.AgroalDataSource;
import io.quarkus.grpc.GrpcClient;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

@PhotosTest
class AccessGrpcTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @GrpcClient("photos")
  AccessService access;

  @Inject AgroalDataSource dataSource;

  @Test
  void aKeyIsFoundByItsHash() {
    Organiser organiser = newOrganiser("Found");
    String key = organiser.newKey("ingest", "read");

    FindKeyResponse found = find(key);

    assertThat(found.getOrganisationId()).isEqualTo(organiser.organisationId());
    assertThat(found.getActive()).isTrue();
    assertThat(found.getScopesList()).containsExactly(Scope.SCOPE_READ, Scope.SCOPE_INGEST);
    assertThat(find(OPERATOR_KEY).getOrganisationId()).isZero();
    assertThatThrownBy(() -> find("nobody's")).hasMessage("NOT_FOUND: Key not found");
  }

  @Test
  void aKeySwitchedOffElsewhereStopsWithinFiveSeconds() throws Exception {
    Organiser organiser = newOrganiser("Stops");
    String path = "/api/v1/ext/" + organiser.organisationId() + "/events";
    organiser.request().get(path).then().statusCode(200);
    try (Connection connection = dataSource.getConnection();
        Statement update = connection.createStatement()) {
      update.execute(
          "update api_key set state = 'inactive' where organisation_id = "
              + organiser.organisationId());
    }
    long switchedOff = System.nanoTime();
    assertThat(find(organiser.key()).getActive()).as("gRPC never answers from memory").isFalse();
    // However late the test comes to ask: what is asked after five seconds is refused.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Duration later = Duration.ofNanos(System.nanoTime() - switchedOff);
              int status = Organisers.as(organiser.key()).get(path).statusCode();
              assertThat(status == 403 || later.compareTo(Duration.ofSeconds(5)) <= 0)
                  .as("%d after %s", status, later)
                  .isTrue();
              return status == 403;
            });
  }

  @Test
  void anEventIsFoundWithItsFlagsAndThresholds() {
    Organiser organiser = newOrganiser("Event");
    long eventId =
        organiser.newEvent(
            "Run", Map.of("face_threshold_percent", 61.5, "bib_review_confidence", 0.7));

    assertThat(event(eventId))
        .isEqualTo(
            Event.newBuilder()
                .setEventId(eventId)
                .setOrganisationId(organiser.organisationId())
                .setEventEnabled(true)
                .setBibSearch(true)
                .setSelfieSearch(true)
                .setTimelineSearch(true)
                .setFaceThresholdPercent(61.5)
                .setBibPropagation(true)
                .setBibReviewConfidence(0.7)
                .setClips(
                    ClipSettings.newBuilder()
                        .setPaddingBeforeSeconds(2)
                        .setPaddingAfterSeconds(2)
                        .setMaxGapSeconds(3)
                        .setMinLengthSeconds(3)
                        .setMaxLengthSeconds(30)
                        .setMaxClipsPerVideo(5)
                        .setRetentionDays(30))
                .build());
    organiser.request().delete("/api/v1/admin/events/{e}", eventId);
    assertThatThrownBy(() -> event(eventId)).hasMessage("NOT_FOUND: Event not found");
  }

  private FindKeyResponse find(String key) {
    return access
        .findKey(
            FindKeyRequest.newBuilder()
                .setKeySha256(ByteString.copyFrom(HexFormat.of().parseHex(KeyHash.of(key))))
                .build())
        .await()
        .atMost(DEADLINE);
  }

  private Event event(long eventId) {
    return access
        .findEvent(FindEventRequest.newBuilder().setEventId(eventId).build())
        .await()
        .atMost(DEADLINE)
        .getEvent();
  }
}
