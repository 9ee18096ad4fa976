package dev.recollect.clipping.clip;

/** How the work on a clip ended. */
sealed interface CutResult permits CutResult.Stored, CutResult.Unwanted, CutFailure {

  /** The clip's file is in storage. */
  record Stored() implements CutResult {}

  /** It was called off, or never begun: nothing is stored. */
  record Unwanted() implements CutResult {}
}
