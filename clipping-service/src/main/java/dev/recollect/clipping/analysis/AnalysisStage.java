package dev.recollect.clipping.analysis;

/**
 * Something that is learnt from the pictures of a chunk. All stages share one decoding pass; one
 * object serves one chunk, on one thread.
 *
 * @param <R> what is learnt
 */
public interface AnalysisStage<R> {
  /** Takes the next picture, in the order of time. */
  void see(Sample sample);

  /** What was learnt, after the last picture. */
  R finish();
}
