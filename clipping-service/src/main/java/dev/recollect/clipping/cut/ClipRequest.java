package dev.recollect.clipping.cut;

import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoInput;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A clip to be cut.
 *
 * @param source the video
 * @param info what a probe said of it
 * @param packets what the same probe read
 * @param start seconds of the video; the first picture is the first one shown at or after it
 * @param end seconds of the video; no picture shown at or after it is taken
 * @param stamp laid over every picture
 * @param output where the clip goes; replaced if it is there
 */
public record ClipRequest(
    VideoInput source,
    VideoInfo info,
    SourcePackets packets,
    double start,
    double end,
    Optional<ClipStamp> stamp,
    Path output) {

  /** Refuses an empty stretch. */
  public ClipRequest {
    if (!(start >= 0) || !(end > start)) {
      throw new IllegalArgumentException("a clip from " + start + " to " + end);
    }
  }
}
