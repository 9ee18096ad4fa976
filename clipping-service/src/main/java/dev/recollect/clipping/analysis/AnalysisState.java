package dev.recollect.clipping.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the tables say about the analysis of a video.
 *
 * @param length of the video
 * @param description of the file
 * @param chunks 0 until the file is described
 * @param recent work of the last minutes
 */
record AnalysisState(
    long sourceVideoKey, Duration length, Work description, Chunks chunks, Recent recent) {

  /**
   * A work item.
   *
   * @param begun somebody has tried at least once
   * @param error of the last try, as callers are told; null if there was none
   */
  record Work(String state, boolean begun, String error) {}

  /**
   * The chunks of a video.
   *
   * @param analysed length of those that are done
   * @param error of one that is dead, as callers are told; null if none is
   */
  record Chunks(long total, long done, long dead, Duration analysed, long tracks, String error) {}

  /**
   * Chunks that were done in the last minutes.
   *
   * @param analysed their length
   * @param from when the first of them began; empty if there is none
   * @param to when the last of them ended
   */
  record Recent(Duration analysed, Optional<Instant> from, Optional<Instant> to) {

    /** Seconds of video per second; 0 when nothing is known. */
    double rate() {
      if (from.isEmpty() || to.isEmpty()) {
        return 0;
      }
      double took = Duration.between(from.get(), to.get()).toNanos() / 1e9;
      return took > 0 ? analysed.toNanos() / 1e9 / took : 0;
    }

    /** Both together. */
    Recent and(Recent other) {
      return new Recent(
          analysed.plus(other.analysed),
          from.isEmpty() || other.from.isPresent() && other.from.get().isBefore(from.get())
              ? other.from
              : from,
          to.isEmpty() || other.to.isPresent() && other.to.get().isAfter(to.get()) ? other.to : to);
    }
  }

  Analysis.Status status() {
    if (description.state().equals("dead")) {
      return Analysis.Status.FAILED;
    }
    if (!description.state().equals("done") || chunks.total() == 0) {
      return description.begun() ? Analysis.Status.RUNNING : Analysis.Status.PENDING;
    }
    if (chunks.done() == chunks.total()) {
      return Analysis.Status.DONE;
    }
    return chunks.done() + chunks.dead() == chunks.total()
        ? Analysis.Status.FAILED
        : Analysis.Status.RUNNING;
  }

  /** What is still to be done; zero once it has ended. */
  Duration left() {
    return switch (status()) {
      case DONE, FAILED -> Duration.ZERO;
      case PENDING, RUNNING -> length.minus(chunks.analysed());
    };
  }

  Analysis view() {
    Analysis.Status status = status();
    boolean failed = status == Analysis.Status.FAILED;
    String reason = description.state().equals("dead") ? description.error() : chunks.error();
    return new Analysis(
        sourceVideoKey,
        status,
        status == Analysis.Status.DONE ? 100 : percent(chunks.analysed(), length),
        failed ? null : eta(left(), recent),
        chunks.tracks(),
        failed ? reason : null);
  }

  static double percent(Duration part, Duration whole) {
    return whole.isPositive() ? Math.min(100, 100.0 * part.toNanos() / whole.toNanos()) : 0;
  }

  /** Null while nothing is known of the rate. */
  static Double eta(Duration left, Recent recent) {
    if (!left.isPositive()) {
      return 0.0;
    }
    double rate = recent.rate();
    return rate > 0 ? left.toNanos() / 1e9 / rate : null;
  }
}
