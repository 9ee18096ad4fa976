package dev.recollect.clipping.analysis;

import java.time.Duration;

/**
 * Which pictures are searched for bib numbers, and which numbers count.
 *
 * @param every pause between two searches, in time of the video, above 0
 * @param leastHeight of a number, in pixels of the sampled picture, above 0
 */
public record BibRules(Duration every, int leastHeight) {
  /** Refuses rules under which nothing is read. */
  public BibRules {
    if (!every.isPositive() || leastHeight < 1) {
      throw new IllegalArgumentException(
          "bibs every %s, numbers of %d pixels".formatted(every, leastHeight));
    }
  }
}
