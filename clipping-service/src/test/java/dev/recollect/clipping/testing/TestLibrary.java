package dev.recollect.clipping.testing;

import com.google.protobuf.Duration;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.library.v1.Original;
import dev.recollect.proto.library.v1.SourceVideo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Events and source videos as the library describes them. */
public final class TestLibrary {
  /** The organisation of every event here unless said otherwise. */
  public static final long ORGANISATION = 7;

  private static final AtomicLong EVENT_IDS = new AtomicLong(1000);

  private TestLibrary() {}

  public static long newEventId() {
    return EVENT_IDS.incrementAndGet();
  }

  /** An event with every feature on. */
  public static Event.Builder event(long eventId) {
    return Event.newBuilder()
        .setEventId(eventId)
        .setOrganisationId(ORGANISATION)
        .setEventEnabled(true)
        .setSelfieSearch(true)
        .setVideoSearch(true)
        .setVideoSelfieSearch(true);
  }

  /** Where the file of a source video lies in its bucket. */
  public static String objectKey(long eventId, long key) {
    return "v/%d/%d.mp4".formatted(eventId, key);
  }

  /** A source video of the feed whose file lies at {@link #objectKey}. */
  public static SourceVideo video(
      long eventId, long key, String bucket, Path file, double seconds) {
    try {
      return SourceVideo.newBuilder()
          .setEventId(eventId)
          .setSourceVideoKey(key)
          .setDuration(
              Duration.newBuilder()
                  .setSeconds((long) seconds)
                  .setNanos((int) Math.round((seconds - (long) seconds) * 1e9)))
          .setWidth(640)
          .setHeight(360)
          .setOriginal(
              Original.newBuilder()
                  .setBucket(bucket)
                  .setObjectKey(objectKey(eventId, key))
                  .setSizeBytes(Files.size(file))
                  .setContentType("video/mp4")
                  .setFilename("finish.mp4"))
          .build();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
