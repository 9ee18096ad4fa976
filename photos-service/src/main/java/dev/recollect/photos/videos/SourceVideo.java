package dev.recollect.photos.videos;

import dev.recollect.photos.photo.StorageKeys;
import jakarta.annotation.Nullable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A source video of an event.
 *
 * @param key numbers the videos of the event, from 1
 * @param videoId names its object
 * @param reason why it was refused, or why the work on it was given up
 * @param filename as the uploader named it
 * @param startTime wall-clock time of its first picture
 * @param sizeBytes as announced until it is probed
 * @param facts what probing found; null unless it was accepted
 * @param integrity intact, altered or missing; null before the first comparison of its checksum
 */
record SourceVideo(
    long eventId,
    long organisationId,
    long key,
    UUID videoId,
    VideoState state,
    @Nullable String reason,
    @Nullable String filename,
    @Nullable Instant startTime,
    @Nullable Long sizeBytes,
    @Nullable Facts facts,
    Transfer transfer,
    Instant createdAt,
    @Nullable String integrity) {

  /**
   * What an accepted video is.
   *
   * @param sha256 of its bytes, hex
   * @param codec h264, hevc, vp9 or av1
   * @param width pixels as shown, rotation applied
   */
  record Facts(
      String sha256, String contentType, String codec, Duration duration, int width, int height) {}

  /**
   * How its bytes come in; all null once they are there.
   *
   * @param url where they are fetched
   * @param multipartId the storage's id of an upload in parts
   * @param partBytes size of its parts but the last
   */
  record Transfer(@Nullable String url, @Nullable String multipartId, @Nullable Long partBytes) {}

  /** Of its object, in the bucket of the originals. */
  String objectKey() {
    return StorageKeys.video(organisationId, eventId, videoId);
  }
}
