package dev.recollect.clipping.analysis;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A kind of thing that is learnt from videos and kept. Every CDI bean that implements it takes part
 * in the one decoding pass over each chunk.
 */
public interface ChunkStage {

  /** The stage for one chunk, and how to keep what it learnt. */
  Running begin(VideoChunk chunk);

  /** A stage at work on one chunk. */
  interface Running extends AnalysisStage {
    /**
     * Writes what was learnt, in place of what was learnt from the chunk before, in the transaction
     * that also marks the work done.
     */
    void store(Connection transaction) throws SQLException;
  }
}
