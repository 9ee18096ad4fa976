package dev.recollect.search.index;

import dev.recollect.kit.sql.Sql;
import dev.recollect.search.bib.BibConfig;
import dev.recollect.search.bib.BibPropagation;
import dev.recollect.search.bib.BibStore;
import dev.recollect.search.bib.StartListStore;
import dev.recollect.search.face.FaceIndex;
import dev.recollect.search.face.FacesOfPhoto;
import dev.recollect.search.face.IndexedFace;
import dev.recollect.search.face.ModelRegistry;
import dev.recollect.search.inference.PhotoFindings;
import dev.recollect.search.inference.PhotoReading;
import dev.recollect.search.library.LibraryPhoto;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Writes what was found in a photo, in place of what was found before; in the order in which locks
 * are taken, see {@link StartListStore}.
 */
@ApplicationScoped
class IndexWriter {
  private final FaceIndex faces;
  private final BibStore bibs;
  private final StartListStore startLists;
  private final BibPropagation propagation;
  private final ModelRegistry registry;
  private final BibConfig config;

  IndexWriter(
      FaceIndex faces,
      BibStore bibs,
      StartListStore startLists,
      BibPropagation propagation,
      ModelRegistry registry,
      BibConfig config) {
    this.faces = faces;
    this.bibs = bibs;
    this.startLists = startLists;
    this.propagation = propagation;
    this.registry = registry;
    this.config = config;
  }

  void write(Connection transaction, LibraryPhoto photo, PhotoFindings findings)
      throws SQLException {
    startLists.hold(transaction, photo.eventId());
    propagation.photoChanged(transaction, photo.eventId(), photo.photoId());
    List<PhotoReading> kept =
        findings.readings().stream()
            .filter(reading -> reading.confidence() >= config.keptFrom())
            .toList();
    bibs.replace(transaction, photo.eventId(), photo.photoId(), kept);
    for (Map.Entry<Integer, List<IndexedFace>> seen : findings.faces().entrySet()) {
      faces.replace(
          transaction,
          new FacesOfPhoto(photo.eventId(), photo.photoId(), seen.getKey(), seen.getValue()));
      Sql.of(
              """
              insert into photo_index (event_id, photo_id, model_no, faces) values (?, ?, ?, ?)
              on conflict (event_id, photo_id, model_no) do update
                set faces = excluded.faces
              """,
              photo.eventId(),
              photo.photoId(),
              seen.getKey(),
              seen.getValue().size())
          .update(transaction);
    }
    registry.looked(transaction, findings.faces().keySet());
  }
}
