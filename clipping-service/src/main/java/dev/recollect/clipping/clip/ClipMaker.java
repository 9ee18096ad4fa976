package dev.recollect.clipping.clip;

import dev.recollect.clipping.cut.Clip;
import dev.recollect.clipping.cut.ClipCutter;
import dev.recollect.clipping.cut.ClipRequest;
import dev.recollect.clipping.cut.ClipStamp;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.InconclusiveRunException;
import dev.recollect.video.VideoUnreachableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes a clip's file out of its source in storage, and stores it. */
@ApplicationScoped
class ClipMaker {
  private static final Logger LOG = Logger.getLogger(ClipMaker.class);

  private final ClipSources sources;
  private final ClipCutter cutter;
  private final WorkFolder folder;
  private final RunningCuts running;
  private final ClipFiles files;
  private final ClipProgress progress;

  ClipMaker(
      ClipSources sources,
      ClipCutter cutter,
      WorkFolder folder,
      RunningCuts running,
      ClipFiles files,
      ClipProgress progress) {
    this.sources = sources;
    this.cutter = cutter;
    this.folder = folder;
    this.running = running;
    this.files = files;
    this.progress = progress;
  }

  /**
   * Cuts and stores a clip, or finds that nobody wants it any more.
   *
   * @throws Exception if trying again may help
   */
  CutResult make(ClipSearch search, SearchedClip clip) throws Exception {
    Optional<ClipSources.Source> source = sources.find(clip);
    if (source.isEmpty()) {
      return CutFailure.SOURCE_MISSING;
    }
    RunningCuts.Cut cut = running.begin(clip);
    try (cut;
        WorkFolder.Place place = folder.open()) {
      Optional<ClipStamp> stamp =
          search.stamped() ? sources.stamp(clip, source.get().info(), place) : Optional.empty();
      ClipRequest request =
          new ClipRequest(
              source.get().input(),
              source.get().info(),
              (from, to) -> sources.packets(clip, from, to),
              seconds(clip.segment().start()),
              seconds(clip.segment().end()),
              stamp,
              place.file("clip.mp4"));
      Clip made = progress.timed(() -> cutter.cut(request, progress.of(clip)));
      files.put(clip, made.file());
      return new CutResult.Stored();
    } catch (VideoUnreachableException unreachable) {
      if (sources.isGone(source.get())) {
        return CutFailure.SOURCE_MISSING;
      }
      throw unreachable;
    } catch (InconclusiveRunException ended) {
      throw ended;
    } catch (FfmpegException refused) {
      LOG.warnf(
          "clip refused event_id=%d clip_id=%s reason=%s ffmpeg=%s",
          clip.eventId(), clip.clipId(), refused.getMessage(), refused.logLine());
      return CutFailure.refused(refused.getMessage());
    } catch (Exception failure) {
      if (cut.unwanted()) {
        return new CutResult.Unwanted();
      }
      throw failure;
    }
  }

  /**
   * Keeps a clip's source from being deleted until the transaction ends; false when it is gone
   * already.
   */
  boolean holdSource(Connection transaction, SearchedClip clip) throws SQLException {
    return sources.hold(transaction, clip);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
