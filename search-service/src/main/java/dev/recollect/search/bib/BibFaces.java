package dev.recollect.search.bib;

import dev.recollect.kit.access.AccessDirectory;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.search.face.FaceIndex;
import dev.recollect.search.face.SearchedFaces;
import dev.recollect.search.inference.FaceModelInUse;
import dev.recollect.search.inference.FaceModels;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.model.SimilarityCalibration;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;

/** Finds the faces that wear a bib number themselves. */
@ApplicationScoped
public class BibFaces {

  /** Clearest first: those fit to be matched, then the detector's confidence, then pixels. */
  private static final String WEARERS =
      """
      select f.photo_id, f.face_no
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
  private final FaceIndex faces;

  BibFaces(Database database, FaceModels models, AccessDirectory directory, FaceIndex faces) {
    this.database = database;
    this.faces = faces;
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
    List<FaceEmbedding> worn =
        database.read(
            connection ->
                embeddings(connection, eventId, model.modelNo(), BibNumber.normalized(bib), limit)
                    .stream()
                    .map(values -> FaceEmbedding.normalized(modelId, values))
                    .toList());
    return new SearchedFaces(modelId, worn, thresholdPercent(eventId));
  }

  private record Wearer(UUID photoId, int faceNo) {}

  private List<float[]> embeddings(
      Connection connection, long eventId, int modelNo, String bib, int limit) throws SQLException {
    List<Wearer> wearers =
        Sql.of(WEARERS, modelNo, eventId, eventId, bib, limit)
            .list(connection, row -> new Wearer(row.getObject(1, UUID.class), row.getInt(2)));
    List<float[]> embeddings = new ArrayList<>(wearers.size());
    for (Wearer wearer : wearers) {
      List<float[]> ofPhoto = faces.embeddings(connection, eventId, wearer.photoId(), modelNo);
      // A photo may go between the two questions.
      if (wearer.faceNo() < ofPhoto.size()) {
        embeddings.add(ofPhoto.get(wearer.faceNo()));
      }
    }
    return embeddings;
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
