package dev.recollect.search.selfie;

import dev.recollect.search.face.FaceMatch;
import java.util.List;
import java.util.UUID;

/**
 * A search as it is to be stored.
 *
 * @param matches every face at or above the threshold, in any order
 */
@SuppressWarnings("ArrayRecordComponent") // handed over and never changed
record NewSearch(
    long organisationId,
    long eventId,
    UUID requestId,
    int modelNo,
    float[] embedding,
    double thresholdPercent,
    int facesInSelfie,
    List<FaceMatch> matches) {

  @Override
  public String toString() {
    return "NewSearch[" + eventId + ", " + requestId + "]";
  }
}
