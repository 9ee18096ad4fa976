package dev.recollect.photos.photo;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.recollect.proto.library.v1.Original;
import java.time.Instant;

/** A photo and its original as other services receive them. */
public final class PhotoMessage {
  private PhotoMessage() {}

  /** Where the original lies. */
  public static Original originalOf(Photo photo, String bucket) {
    Original.Builder message =
        Original.newBuilder()
            .setBucket(bucket)
            .setObjectKey(photo.objectKey)
            .setSizeBytes(photo.sizeBytes)
            .setContentType(photo.contentType)
            .setSha256(ByteString.copyFrom(photo.sha256));
    if (photo.filename != null) {
      message.setFilename(photo.filename);
    }
    return message.build();
  }

  /** The whole photo. */
  public static dev.recollect.proto.library.v1.Photo of(Photo photo, String bucket) {
    dev.recollect.proto.library.v1.Photo.Builder message =
        dev.recollect.proto.library.v1.Photo.newBuilder()
            .setPhotoId(photo.photoId.toString())
            .setEventId(photo.eventId)
            .setWidth(photo.width)
            .setHeight(photo.height)
            .setReady(photo.ready)
            .setRenditionVersion(photo.renditionVersion)
            .setOriginal(originalOf(photo, bucket));
    if (photo.captureTime != null) {
      message.setCaptureTime(timestamp(photo.captureTime));
    }
    return message.build();
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
