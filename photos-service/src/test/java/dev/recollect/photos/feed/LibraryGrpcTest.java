package dev.recollect.photos.feed;

import static dev.recollect.photos.Organisers.newOrganiser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.ExifSegment;
import dev.recollect.photos.FirstRounds;
import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.photos.PhotosTest;
import dev.recollect.photos.TestPhotos;
import dev.recollect.photos.Uploads;
import dev.recollect.proto.library.v1.Change;
import dev.recollect.proto.library.v1.Cursor;
import dev.recollect.proto.library.v1.FindOriginalsRequest;
import dev.recollect.proto.library.v1.FindOriginalsResponse;
import dev.recollect.proto.library.v1.FoundOriginal;
import dev.recollect.proto.library.v1.GetStampRequest;
import dev.recollect.proto.library.v1.LibraryService;
import dev.recollect.proto.library.v1.ListChangesRequest;
import dev.recollect.proto.library.v1.ListChangesResponse;
import dev.recollect.proto.library.v1.Original;
import dev.recollect.proto.library.v1.Photo;
import dev.recollect.proto.library.v1.Stamp;
import io.agroal.api.AgroalDataSource;
import io.quarkus.grpc.GrpcClient;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

@PhotosTest
class LibraryGrpcTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @GrpcClient("photos")
  LibraryService library;

  @Inject StorageConfig buckets;
  @Inject AgroalDataSource dataSource;

  @Test
  void aPhotoIsToldWithItsOriginalAndAgainWhenItIsGone() throws Exception {
    FirstRounds.awaitCompaction(dataSource);
    Organiser organiser = newOrganiser("Told");
    long eventId = organiser.newEvent("Run");
    byte[] bytes =
        TestPhotos.jpeg(
            81, 120, 90, new ExifSegment().taken("2026:05:09 10:15:30").offset("+02:00"));
    String imageId = Uploads.store(organiser, eventId, "IMG 1.jpg", bytes);
    Uploads.awaitShown(organiser, eventId, 1);

    Original original =
        Original.newBuilder()
            .setBucket(buckets.originalsBucket())
            .setObjectKey(organiser.organisationId() + "/" + eventId + "/" + imageId)
            .setSizeBytes(bytes.length)
            .setContentType("image/jpeg")
            .setFilename("IMG 1.jpg")
            .setSha256(ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(bytes)))
            .build();
    Photo expected =
        Photo.newBuilder()
            .setPhotoId(imageId)
            .setEventId(eventId)
            .setWidth(120)
            .setHeight(90)
            .setCaptureTime(
                Timestamp.newBuilder()
                    .setSeconds(Instant.parse("2026-05-09T08:15:30Z").getEpochSecond()))
            .setReady(true)
            .setRenditionVersion(1)
            .setOriginal(original)
            .build();
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(photoChanges(eventId))
                    .extracting(Change::getPhoto)
                    .containsExactly(expected, expected));
    assertThat(find(eventId, List.of(imageId)).getOriginals(0).getOriginal()).isEqualTo(original);

    organiser.request().delete("/api/v1/admin/events/{e}/photos/{i}", eventId, imageId);
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(photoChanges(eventId))
                    .hasSize(3)
                    .allMatch(
                        change ->
                            change.getDeletedPhoto().getPhotoId().equals(imageId)
                                && change.getDeletedPhoto().getEventId() == eventId));
  }

  @Test
  void originalsComeInTheOrderAskedForWithoutUnknownOnesAndOnlyOfTheEvent() {
    Organiser organiser = newOrganiser("Originals asked");
    long eventId = organiser.newEvent("Run");
    String one = Uploads.store(organiser, eventId, "1.jpg", TestPhotos.jpeg(82, 60, 60));
    String two = Uploads.store(organiser, eventId, "2.jpg", TestPhotos.jpeg(83, 60, 60));
    String elsewhere =
        Uploads.store(organiser, organiser.newEvent("Other"), "3.jpg", TestPhotos.jpeg(84, 60, 60));

    assertThat(
            find(eventId, List.of(two, UUID.randomUUID().toString(), elsewhere, "no id", one))
                .getOriginalsList())
        .extracting(FoundOriginal::getPhotoId)
        .containsExactly(two, one);
    assertThat(find(eventId, List.of()).getOriginalsList()).isEmpty();
    assertThatThrownBy(() -> find(eventId, Collections.nCopies(501, one)))
        .hasMessage("INVALID_ARGUMENT: photo_ids: must be at most 500");
  }

  @Test
  void theStampIsToldAsTheOrganiserSetItAndAsPng() throws IOException {
    Organiser organiser = newOrganiser("Stamp told");
    long eventId = organiser.newEvent("Run");
    GetStampRequest request = GetStampRequest.newBuilder().setEventId(eventId).build();
    assertThatThrownBy(() -> library.getStamp(request).await().atMost(DEADLINE))
        .hasMessage("NOT_FOUND: The event has no stamp");

    organiser
        .request()
        .multiPart("landscape", "l.png", TestPhotos.overlay(Color.RED, 3000, 60), "image/png")
        .multiPart("portrait", "p.jpg", TestPhotos.jpeg(85, 40, 80), "image/jpeg")
        .multiPart("position", "top")
        .multiPart("opacity", "0.75")
        .multiPart("scale", "0.5")
        .multiPart("margin", "0.125")
        .put("/api/v1/admin/events/{e}/stamp", eventId)
        .then()
        .statusCode(200);

    Stamp stamp = library.getStamp(request).await().atMost(DEADLINE);
    assertThat(stamp.toBuilder().clearLandscape().clearPortrait().build())
        .isEqualTo(
            Stamp.newBuilder()
                .setPosition("TOP")
                .setOpacity(0.75)
                .setScale(0.5)
                .setMargin(0.125)
                .build());
    BufferedImage landscape = png(stamp.getLandscape());
    assertThat(landscape.getWidth()).isEqualTo(2048);
    assertThat(landscape.getHeight()).isEqualTo(41);
    assertThat(landscape.getRGB(1000, 20)).isEqualTo(Color.RED.getRGB());
    BufferedImage portrait = png(stamp.getPortrait());
    assertThat(portrait.getWidth()).isEqualTo(40);
    assertThat(portrait.getHeight()).isEqualTo(80);

    organiser.request().delete("/api/v1/admin/events/{e}", eventId).then().statusCode(200);
    assertThatThrownBy(() -> library.getStamp(request).await().atMost(DEADLINE))
        .hasMessage("NOT_FOUND: The event has no stamp");
  }

  private static BufferedImage png(ByteString bytes) throws IOException {
    assertThat(bytes.substring(1, 4).toStringUtf8()).isEqualTo("PNG");
    return ImageIO.read(bytes.newInput());
  }

  private FindOriginalsResponse find(long eventId, List<String> photoIds) {
    return library
        .findOriginals(
            FindOriginalsRequest.newBuilder().setEventId(eventId).addAllPhotoIds(photoIds).build())
        .await()
        .atMost(DEADLINE);
  }

  /** From the very beginning, as a consumer does that starts over. */
  private List<Change> photoChanges(long eventId) {
    List<Change> changes = new ArrayList<>();
    Cursor cursor = Cursor.getDefaultInstance();
    while (true) {
      ListChangesResponse page =
          library
              .listChanges(ListChangesRequest.newBuilder().setAfter(cursor).setLimit(500).build())
              .await()
              .atMost(DEADLINE);
      if (page.getChangesCount() == 0) {
        return changes;
      }
      page.getChangesList().stream()
          .filter(
              change ->
                  change.getPhoto().getEventId() == eventId
                      || change.getDeletedPhoto().getEventId() == eventId)
          .forEach(changes::add);
      cursor = page.getNext();
    }
  }
}
