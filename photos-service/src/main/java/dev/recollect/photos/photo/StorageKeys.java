package dev.recollect.photos.photo;

import java.util.Optional;
import java.util.UUID;

/** How objects are named in the two buckets. */
public final class StorageKeys {
  /** Common start of all files that clients put and nobody took in yet. */
  public static final String INCOMING = "incoming/";

  private StorageKeys() {}

  /** Common start of everything of an event, in both buckets. */
  public static String ofEvent(long organisationId, long eventId) {
    return organisationId + "/" + eventId + "/";
  }

  /** The original of a photo. */
  public static String original(long organisationId, long eventId, UUID photoId) {
    return ofEvent(organisationId, eventId) + photoId;
  }

  /** Common start of the renditions of a photo, of all versions. */
  public static String renditions(long organisationId, long eventId, UUID photoId) {
    return original(organisationId, eventId, photoId) + "/";
  }

  /**
   * One rendition.
   *
   * @param size large or small
   */
  public static String rendition(
      long organisationId, long eventId, UUID photoId, int version, String size) {
    return renditions(organisationId, eventId, photoId) + version + "/" + size + ".jpg";
  }

  /** Where a client puts a file through a presigned URL, until it is taken in. */
  public static String incoming(long organisationId, long eventId, UUID uploadId) {
    return INCOMING + ofEvent(organisationId, eventId) + uploadId;
  }

  /** Common start of the source videos of an event, among the originals. */
  public static String videos(long organisationId, long eventId) {
    return ofEvent(organisationId, eventId) + "videos/";
  }

  /** The original of a source video. */
  public static String video(long organisationId, long eventId, UUID videoId) {
    return videos(organisationId, eventId) + videoId;
  }

  /**
   * What a stored key of a photo belongs to.
   *
   * @param version of a rendition; 0 for an original
   */
  public record Owner(long eventId, UUID photoId, int version) {}

  /** A presigned upload. */
  public record Upload(long eventId, UUID uploadId) {}

  /** The upload that a key below {@link #INCOMING} belongs to; empty for one of another scheme. */
  public static Optional<Upload> uploadOf(String key) {
    String[] parts = key.split("/", -1);
    if (!key.startsWith(INCOMING) || parts.length != 4) {
      return Optional.empty();
    }
    try {
      long eventId = Long.parseLong(parts[2]);
      return PhotoId.parse(parts[3]).map(uploadId -> new Upload(eventId, uploadId));
    } catch (NumberFormatException foreign) {
      return Optional.empty();
    }
  }

  /** Reads a key back; empty for one that is not of this scheme. */
  public static Optional<Owner> ownerOf(String key) {
    String[] parts = key.split("/", -1);
    if (parts.length != 3 && parts.length != 5) {
      return Optional.empty();
    }
    try {
      long eventId = Long.parseLong(parts[1]);
      int version = parts.length == 5 ? Integer.parseInt(parts[3]) : 0;
      return PhotoId.parse(parts[2]).map(photoId -> new Owner(eventId, photoId, version));
    } catch (NumberFormatException foreign) {
      return Optional.empty();
    }
  }
}
