package dev.recollect.vision;

import dev.recollect.vision.bib.OnnxBibReader;
import dev.recollect.vision.model.ModelException;
import dev.recollect.vision.model.ModelFile;
import dev.recollect.vision.model.ModelStore;
import dev.recollect.vision.model.VerifiedModel;
import dev.recollect.vision.onnx.OnnxModel;
import dev.recollect.vision.onnx.OnnxSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The models that read bibs, loaded. Close them when no inference runs any more. */
public final class BibModels implements AutoCloseable {
  private final List<OnnxModel> loaded = new ArrayList<>();
  private final OnnxBibReader reader;

  private BibModels(ModelStore store, VisionSettings settings) {
    try {
      reader =
          new OnnxBibReader(
              load(store.file("bib-detector"), settings.textDetection(), settings),
              load(store.file("bib-recognizer"), settings.onnx(), settings),
              VerifiedModel.read(store.file("bib-characters")));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Verifies and loads them.
   *
   * @throws ModelException if a file is missing, not the pinned one, or not usable; nothing stays
   *     loaded
   */
  public static BibModels open(ModelStore store, VisionSettings settings) {
    return new BibModels(store, settings);
  }

  private OnnxModel load(ModelFile file, OnnxSettings onnx, VisionSettings settings) {
    OnnxModel model = OnnxModel.load(VerifiedModel.read(file), onnx, settings.observer());
    loaded.add(model);
    return model;
  }

  /** Reads bibs until this is closed. */
  public BibReader reader() {
    return reader;
  }

  /** As {@link VisionModels#trim}. */
  public void trim() {
    reader.trim();
  }

  @Override
  public void close() {
    Collections.reverse(loaded);
    loaded.forEach(OnnxModel::close);
    loaded.clear();
  }
}
