package dev.recollect.clipping.analysis;

/**
 * Something that learns from the pictures of a chunk. All stages share one decoding pass; one
 * object serves one chunk, on one thread.
 */
@FunctionalInterface
public interface AnalysisStage {
  /** Takes the next picture, in the order of time. */
  void see(Sample sample);
}
