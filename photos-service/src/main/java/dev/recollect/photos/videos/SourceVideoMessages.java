package dev.recollect.photos.videos;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.photos.sql.Sql;
import dev.recollect.proto.library.v1.Original;
import dev.recollect.proto.library.v1.SourceVideo;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Accepted source videos as other services receive them. */
public final class SourceVideoMessages {
  private static final int MICROS = 1_000_000;
  private static final int NANOS_OF_MICRO = 1_000;
  private static final int NANOS = 1_000_000_000;

  /** Of several events and keys at once; every combination that exists. */
  private static final String FIND =
      """
      select v.event_id, v.source_video_key, v.duration_nanos, v.width, v.height,
             cast(extract(epoch from v.start_time) * 1000000 as bigint),
             e.organisation_id, v.video_id, v.size_bytes, v.content_type, v.filename, v.sha256
        from source_video v join event e on e.event_id = v.event_id and e.deleted_at is null
       where v.state = 'accepted' and v.event_id in (?1) and v.source_video_key in (?2)
      """;

  private SourceVideoMessages() {}

  /** Within the open session; both collections have at least one element. */
  public static Uni<List<SourceVideo>> find(
      Collection<Long> eventIds, Collection<Long> keys, String bucket) {
    return Sql.rows(FIND, eventIds, keys)
        .map(rows -> rows.stream().map(row -> message(row, bucket)).toList());
  }

  private static SourceVideo message(Object[] row, String bucket) {
    long eventId = (Long) row[0];
    long nanos = (Long) row[2];
    SourceVideo.Builder message =
        SourceVideo.newBuilder()
            .setEventId(eventId)
            .setSourceVideoKey((Long) row[1])
            .setDuration(
                Duration.newBuilder().setSeconds(nanos / NANOS).setNanos((int) (nanos % NANOS)))
            .setWidth((Integer) row[3])
            .setHeight((Integer) row[4])
            .setOriginal(original(row, eventId, bucket));
    if (row[5] != null) {
      long micros = (Long) row[5];
      message.setStartTime(
          Timestamp.newBuilder()
              .setSeconds(Math.floorDiv(micros, MICROS))
              .setNanos((int) Math.floorMod(micros, (long) MICROS) * NANOS_OF_MICRO));
    }
    return message.build();
  }

  private static Original.Builder original(Object[] row, long eventId, String bucket) {
    Original.Builder original =
        Original.newBuilder()
            .setBucket(bucket)
            .setObjectKey(StorageKeys.video((Long) row[6], eventId, (UUID) row[7]))
            .setSizeBytes((Long) row[8])
            .setContentType((String) row[9])
            .setSha256(ByteString.copyFrom((byte[]) row[11]));
    if (row[10] != null) {
      original.setFilename((String) row[10]);
    }
    return original;
  }
}
