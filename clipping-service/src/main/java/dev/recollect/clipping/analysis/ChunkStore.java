package dev.recollect.clipping.analysis;

import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.kit.sql.Sql;
import dev.recollect.video.VideoInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The parts that videos are analysed in. */
@ApplicationScoped
class ChunkStore {
  private final SourceVideoStore videos;

  ChunkStore(SourceVideoStore videos) {
    this.videos = videos;
  }

  private record Planned(long key, int modelNo, Chunk chunk) {}

  private record Stored(UUID chunkId, Chunk chunk) {}

  /**
   * Makes sure a video has these chunks under a model. Others that it had, and what was learnt from
   * them, go.
   *
   * @return the ids of all of them, in their order
   */
  List<UUID> plan(
      Connection transaction, SourceVideo video, VideoInfo info, int modelNo, List<Chunk> chunks)
      throws SQLException {
    List<Stored> known =
        Sql.of(
                """
                select chunk_id, chunk_no, start_ns, end_ns from analysis_chunk
                 where event_id = ? and source_video_key = ? and model_no = ? order by chunk_no
                """,
                video.eventId(),
                video.key(),
                modelNo)
            .list(
                transaction,
                row ->
                    new Stored(
                        row.getObject(1, UUID.class),
                        chunk(row.getInt(2), row.getLong(3), row.getLong(4))));
    if (known.stream().map(Stored::chunk).toList().equals(chunks)) {
      return known.stream().map(Stored::chunkId).toList();
    }
    remove(transaction, video, modelNo);
    List<UUID> ids = new ArrayList<>();
    for (Chunk chunk : chunks) {
      UUID id = UUID.randomUUID();
      Duration end = chunk.end().compareTo(info.duration()) < 0 ? chunk.end() : info.duration();
      Sql.of(
              """
              insert into analysis_chunk (event_id, source_video_key, model_no, chunk_no, chunk_id,
                                          start_ns, end_ns, duration_ns)
              values (?, ?, ?, ?, ?, ?, ?, ?)
              """,
              video.eventId(),
              video.key(),
              modelNo,
              chunk.index(),
              id,
              chunk.start().toNanos(),
              chunk.end().toNanos(),
              end.minus(chunk.start()).toNanos())
          .update(transaction);
      ids.add(id);
    }
    return ids;
  }

  /** Their work items stay, find nothing to do, and go by themselves. */
  private static void remove(Connection transaction, SourceVideo video, int modelNo)
      throws SQLException {
    Sql.of(
            """
            delete from analysis_chunk
             where event_id = ? and source_video_key = ? and model_no = ?
            """,
            video.eventId(),
            video.key(),
            modelNo)
        .update(transaction);
  }

  /** The chunk that a work item is; empty once it or its video is gone. */
  Optional<VideoChunk> find(Connection transaction, long eventId, UUID chunkId)
      throws SQLException {
    Optional<Planned> planned =
        Sql.of(
                """
                select source_video_key, model_no, chunk_no, start_ns, end_ns from analysis_chunk
                 where event_id = ? and chunk_id = ?
                """,
                eventId,
                chunkId)
            .first(
                transaction,
                row ->
                    new Planned(
                        row.getLong(1),
                        row.getInt(2),
                        chunk(row.getInt(3), row.getLong(4), row.getLong(5))));
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    long key = planned.get().key();
    Optional<SourceVideo> video = videos.find(transaction, eventId, key);
    Optional<VideoInfo> info = videos.description(transaction, eventId, key);
    return video.flatMap(
        v -> info.map(i -> new VideoChunk(v, i, planned.get().modelNo(), planned.get().chunk())));
  }

  /** All chunks of a video, under every model. */
  List<UUID> ids(Connection connection, SourceVideo video) throws SQLException {
    return Sql.of(
            "select chunk_id from analysis_chunk where event_id = ? and source_video_key = ?",
            video.eventId(),
            video.key())
        .list(connection, row -> row.getObject(1, UUID.class));
  }

  /** Notes when the work on a chunk, whose transaction this is, began and ended. */
  void finish(Connection transaction, VideoChunk chunk) throws SQLException {
    Sql.of(
            """
            update analysis_chunk set started_at = now(), finished_at = clock_timestamp()
             where event_id = ? and source_video_key = ? and model_no = ? and chunk_no = ?
            """,
            chunk.video().eventId(),
            chunk.video().key(),
            chunk.modelNo(),
            chunk.chunk().index())
        .update(transaction);
  }

  private static Chunk chunk(int index, long startNanos, long endNanos) {
    return new Chunk(index, Duration.ofNanos(startNanos), Duration.ofNanos(endNanos));
  }
}
