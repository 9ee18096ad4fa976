package dev.recollect.clipping.clip;

import dev.recollect.clipping.cut.Clip;
import dev.recollect.kit.sql.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;

/** Tells how far cuts are, and how long they take. */
@ApplicationScoped
class ClipProgress {
  private static final long PAUSE_NANOS = 400_000_000;

  private final Clips clips;
  private final Database database;
  private final MeterRegistry metrics;

  ClipProgress(Clips clips, Database database, MeterRegistry metrics) {
    this.clips = clips;
    this.database = database;
    this.metrics = metrics;
  }

  /** Notes the share of a clip that is done, now and then. */
  DoubleConsumer of(SearchedClip clip) {
    AtomicLong last = new AtomicLong(System.nanoTime());
    return share -> {
      long now = System.nanoTime();
      if (now - last.get() >= PAUSE_NANOS) {
        last.set(now);
        database.read(
            connection -> {
              clips.progress(connection, clip, share);
              return null;
            });
      }
    };
  }

  /** Measures a cut: {@code recollect_clips_cut_seconds{method}}. */
  Clip timed(Callable<Clip> cut) throws Exception {
    Timer.Sample sample = Timer.start(metrics);
    Clip clip = cut.call();
    sample.stop(
        metrics.timer(
            "recollect.clips.cut", "method", clip.method().name().toLowerCase(Locale.ROOT)));
    return clip;
  }
}
