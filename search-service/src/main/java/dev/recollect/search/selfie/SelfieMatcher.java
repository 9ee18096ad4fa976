package dev.recollect.search.selfie;

import dev.recollect.imaging.ImageRejectedException;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.sql.Database;
import dev.recollect.search.face.FaceIndex;
import dev.recollect.search.face.FaceMatch;
import dev.recollect.search.inference.FaceModelInUse;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.search.inference.Inference;
import dev.recollect.vision.Selfie;
import dev.recollect.vision.model.SimilarityCalibration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Looks at a selfie and finds its face in the event. Stores nothing. */
@ApplicationScoped
class SelfieMatcher {
  private final Inference inference;
  private final FaceModels models;
  private final FaceIndex faces;
  private final Database database;
  private final Timer scan;

  SelfieMatcher(
      Inference inference,
      FaceModels models,
      FaceIndex faces,
      Database database,
      MeterRegistry metrics) {
    this.inference = inference;
    this.models = models;
    this.faces = faces;
    this.database = database;
    this.scan = metrics.timer("recollect.search.scan");
  }

  /**
   * @throws RecollectException malformed when the file is no image that is accepted, or shows no
   *     face
   */
  NewSearch match(EventAccess event, UUID requestId, Path image) {
    Selfie selfie = look(image);
    FaceModelInUse model = models.serving();
    double percent = event.faceThresholdPercent().orElse(SimilarityCalibration.DEFAULT_PERCENT);
    float[] embedding = selfie.face().embedding().values();
    List<FaceMatch> matches =
        scan.record(
            () ->
                database.read(
                    connection ->
                        faces.matches(
                            connection,
                            event.eventId(),
                            model.modelNo(),
                            embedding,
                            model.calibration().cosine(percent))));
    return new NewSearch(
        event.organisationId(),
        event.eventId(),
        requestId,
        model.modelNo(),
        embedding,
        percent,
        selfie.faces(),
        matches);
  }

  private Selfie look(Path image) {
    try {
      return inference
          .selfie(image)
          .orElseThrow(
              () ->
                  RecollectException.malformed(
                      "No face was found in the selfie; try a clearer one, taken from the front"));
    } catch (ImageRejectedException refused) {
      throw RecollectException.malformed("The selfie cannot be used: " + refused.getMessage());
    }
  }
}
