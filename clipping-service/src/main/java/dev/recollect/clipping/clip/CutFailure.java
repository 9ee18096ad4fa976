package dev.recollect.clipping.clip;

import dev.recollect.clipping.ffmpeg.FailureMessages;

/**
 * Why a clip could not be cut.
 *
 * @param reason for the caller
 * @param statusCode 404 when the source is gone, 422 when it cannot be cut, 503 when something the
 *     work needs did not answer however often it was asked
 */
record CutFailure(String reason, int statusCode) implements CutResult {
  static final CutFailure SOURCE_MISSING =
      new CutFailure("The source video is not there any more.", 404);
  static final CutFailure GIVEN_UP =
      new CutFailure("The work was interrupted every time it was tried.", 503);

  static CutFailure refused(String reason) {
    return new CutFailure("The segment cannot be cut: " + reason + ".", 422);
  }

  /** Says what is worded for callers. */
  static CutFailure unavailable(Exception failure) {
    String reason =
        FailureMessages.forCallers(failure)
            .orElse("something that the work needs failed each time");
    return new CutFailure("The segment could not be cut: " + reason + ".", 503);
  }
}
