package dev.recollect.launcher.ingest;

import java.nio.file.Path;

/** What became of one file. */
sealed interface Outcome {

  /** The server has it now. */
  record Stored(Path file) implements Outcome {}

  /** The server had it before. */
  record Known(Path file) implements Outcome {}

  /** The server does not take it; another try changes nothing. */
  record Refused(Path file, String reason) implements Outcome {}

  /** It could not be read or sent; the next run tries it again. */
  record Failed(Path file, String reason) implements Outcome {}
}
