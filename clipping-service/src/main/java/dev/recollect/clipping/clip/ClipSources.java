package dev.recollect.clipping.clip;

import dev.recollect.clipping.cut.ClipStamp;
import dev.recollect.clipping.library.PacketPages;
import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.PresignedUrls;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.Packet;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Where a clip comes from: the source video in storage. */
@ApplicationScoped
class ClipSources {
  private final Database database;
  private final SourceVideoStore videos;
  private final PacketPages packets;
  private final ObjectStorage storage;
  private final PresignedUrls urls;
  private final EventStamps stamps;

  ClipSources(
      Database database,
      SourceVideoStore videos,
      PacketPages packets,
      ObjectStorage storage,
      PresignedUrls urls,
      EventStamps stamps) {
    this.database = database;
    this.videos = videos;
    this.packets = packets;
    this.storage = storage;
    this.urls = urls;
    this.stamps = stamps;
  }

  /** A source video that has been looked at. */
  record Source(SourceVideo video, VideoInfo info, VideoInput input) {}

  /** Empty when the video was deleted. */
  Optional<Source> find(SearchedClip clip) {
    return database.read(
        connection -> {
          Optional<SourceVideo> video =
              videos.find(connection, clip.eventId(), clip.sourceVideoKey());
          Optional<VideoInfo> info =
              videos.description(connection, clip.eventId(), clip.sourceVideoKey());
          return video.isEmpty() || info.isEmpty()
              ? Optional.empty()
              : Optional.of(new Source(video.get(), info.get(), input(video.get())));
        });
  }

  /**
   * Around a stretch of the video, see {@link PacketPages#around}.
   *
   * @throws FfmpegException if they are too many
   */
  List<Packet> packets(SearchedClip clip, long from, long to) throws FfmpegException {
    return database
        .read(
            connection ->
                packets.around(connection, clip.eventId(), clip.sourceVideoKey(), from, to))
        .orElseThrow(() -> new FfmpegException("its pictures lie too far apart in the video", ""));
  }

  boolean hold(Connection transaction, SearchedClip clip) throws SQLException {
    return videos.hold(transaction, clip.eventId(), clip.sourceVideoKey());
  }

  private VideoInput input(SourceVideo video) {
    return VideoInput.url(urls.read(video.bucket(), video.objectKey()));
  }

  /** Whether the video's bytes are not there any more, rather than out of reach. */
  boolean isGone(Source source) {
    return storage.stat(source.video().bucket(), source.video().objectKey()).isEmpty();
  }

  /** The event's stamp for pictures of this shape. */
  Optional<ClipStamp> stamp(SearchedClip clip, VideoInfo info, WorkFolder.Place place)
      throws IOException {
    return stamps.find(clip.eventId(), info, place.file("stamp.png"));
  }
}
