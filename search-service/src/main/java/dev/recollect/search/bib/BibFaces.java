package dev.recollect.search.bib;

import com.pgvector.PGhalfvec;
import dev.recollect.kit.access.AccessDirectory;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.face.SearchedFaces;
import dev.recollect.search.inference.FaceModelInUse;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.model.SimilarityCalibration;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalDouble;

/** Finds the faces that wear a bib number themselves. */
@ApplicationScoped
public class BibFaces {

  /** Clearest first: those fit to be matched, then the detector's confidence, then pixels. */
  private static final String WEARERS =
      """
      select f.embedding::text
        from face f join photo p on p.event_id = f.event_id and p.photo_id = f.photo_id
       where f.model_no = ? and f.event_id = ? and p.ready
         and (f.photo_id, f.face_no) in (
           select photo_id, face_no from worn_bib where event_id = ? and number = ?)
       order by f.low_quality, f.confidence desc, f.width * p.width * f.height * p.height desc,
                f.photo_id, f.face_no
       limit ?
      """;

  private final Database database;
  private final FaceModels models;
  private final AccessDirectory directory;

  BibFaces(Database database, FaceModels models, AccessDirectory directory) {
    this.database = database;
    this.models = models;
    this.directory = directory;
  }

  /**
   * Their embeddings under the serving model, clearest first. Blocks.
   *
   * @param bib in any case, blanks around it ignored
   */
  public SearchedFaces find(long eventId, String bib, int limit) {
    FaceModelInUse model = models.serving();
    String modelId = model.embedder().modelId();
    List<FaceEmbedding> faces =
        database.read(
            connection ->
                Sql.of(WEARERS, model.modelNo(), eventId, eventId, BibNumber.normalized(bib), limit)
                    .list(
                        connection,
                        row ->
                            FaceEmbedding.normalized(
                                modelId, new PGhalfvec(row.getString(1)).toArray())));
    return new SearchedFaces(modelId, faces, thresholdPercent(eventId));
  }

  private double thresholdPercent(long eventId) {
    return directory
        .findEvent(eventId)
        .await()
        .indefinitely()
        .map(EventAccess::faceThresholdPercent)
        .orElse(OptionalDouble.empty())
        .orElse(SimilarityCalibration.DEFAULT_PERCENT);
  }
}
