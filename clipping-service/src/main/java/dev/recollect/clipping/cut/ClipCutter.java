package dev.recollect.clipping.cut;

import dev.recollect.clipping.cut.CutPlan.SmartCut;
import dev.recollect.clipping.cut.SmartEncode.UnsuitableException;
import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.FfmpegProgress;
import dev.recollect.video.InconclusiveRunException;
import dev.recollect.video.Packet;
import dev.recollect.video.PacketReader;
import dev.recollect.video.Rational;
import dev.recollect.video.VideoInfo;
import dev.recollect.video.VideoUnreachableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Cuts clips, exact to the picture. Copies what can be copied; whatever stands against it, the clip
 * is encoded as a whole instead. Safe for use by several threads; blocks for seconds.
 */
public final class ClipCutter {
  private static final Logger LOG = Logger.getLogger(ClipCutter.class);

  /** How far past the clip packets are looked at, for pictures that are stored out of order. */
  private static final double LOOK_AHEAD_SECONDS = 10;

  private static final double WORTH_COPYING_SECONDS = 1;

  private final ClipCheck check;
  private final FullEncode full;
  private final SmartEncode smart;

  public ClipCutter(Ffmpeg ffmpeg, EncoderSettings settings) {
    this.check = new ClipCheck(new PacketReader(ffmpeg));
    this.full = new FullEncode(ffmpeg, settings);
    this.smart = new SmartEncode(ffmpeg, settings);
  }

  /**
   * Cuts one clip. Working files lie beside the output and are gone afterwards; so is the output
   * when cutting fails.
   *
   * @param progress told rising numbers from 0 to 1
   * @throws VideoUnreachableException if storage does not hand out the source
   * @throws InconclusiveRunException if ffmpeg could not do its work, whatever the source is like
   * @throws FfmpegException if the clip cannot be made
   * @throws InterruptedException if the calling thread was interrupted; nothing runs any more then
   */
  public Clip cut(ClipRequest request, DoubleConsumer progress)
      throws FfmpegException, IOException, InterruptedException {
    CutPlan plan = plan(request);
    boolean done = false;
    try {
      boolean copied =
          plan.smart().isPresent()
              && SmartEncode.suits(request)
              && copy(request, plan, plan.smart().get(), progress);
      if (!copied) {
        encode(request, plan, progress);
      }
      done = true;
      return clip(request, plan, copied ? Clip.Method.COPIED : Clip.Method.ENCODED);
    } finally {
      if (!done) {
        Files.deleteIfExists(request.output());
      }
    }
  }

  /** Encodes every picture, even where copying would do. */
  Clip cutByEncoding(ClipRequest request, DoubleConsumer progress)
      throws FfmpegException, InterruptedException {
    CutPlan plan = plan(request);
    encode(request, plan, progress);
    return clip(request, plan, Clip.Method.ENCODED);
  }

  private static Clip clip(ClipRequest request, CutPlan plan, Clip.Method method) {
    Rational base = request.info().video().timeBase();
    return new Clip(
        request.output(),
        request.info().seconds(plan.first()),
        Duration.ofNanos(Math.round(base.seconds(plan.end() - plan.first()) * 1e9)),
        plan.pts().size(),
        method);
  }

  private static CutPlan plan(ClipRequest request) throws FfmpegException {
    VideoInfo info = request.info();
    Rational base = info.video().timeBase();
    long from = info.tick(request.start());
    long to = info.tick(request.end());
    List<Packet> around = request.packets().around(from, to + base.ticks(LOOK_AHEAD_SECONDS));
    return new CutPlanner(around, base.ticks(WORTH_COPYING_SECONDS))
        .plan(from, to)
        .orElseThrow(
            () -> new FfmpegException("there is no picture in this part of the video", ""));
  }

  private boolean copy(ClipRequest request, CutPlan plan, SmartCut cut, DoubleConsumer progress)
      throws InconclusiveRunException, IOException, InterruptedException {
    Path work = Files.createTempDirectory(request.output().toAbsolutePath().getParent(), "pieces-");
    try {
      smart.run(request, plan, cut, work, report(request, plan, progress));
      verify(request, plan);
      return true;
    } catch (UnsuitableException e) {
      LOG.debugf("encoding a clip as a whole: packets cannot be copied, %s", e.getMessage());
    } catch (InconclusiveRunException e) {
      throw e;
    } catch (FfmpegException e) {
      LOG.warnf("encoding a clip as a whole: copying failed, %s", e.getMessage());
    } finally {
      delete(work);
    }
    return false;
  }

  private void encode(ClipRequest request, CutPlan plan, DoubleConsumer progress)
      throws FfmpegException, InterruptedException {
    full.run(request, plan, report(request, plan, progress));
    verify(request, plan);
    progress.accept(1);
  }

  private void verify(ClipRequest request, CutPlan plan)
      throws FfmpegException, InterruptedException {
    long timescale = new PictureArguments(request.source(), request.info()).timescale();
    check.check(request.output(), plan, request.info().video().timeBase(), timescale);
  }

  private static Consumer<FfmpegProgress> report(
      ClipRequest request, CutPlan plan, DoubleConsumer progress) {
    double length = request.info().video().timeBase().seconds(plan.end() - plan.first());
    return p -> progress.accept(Math.min(1, p.written().toNanos() / 1e9 / length));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
