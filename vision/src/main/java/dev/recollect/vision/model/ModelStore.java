package dev.recollect.vision.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of model files that {@code models/fetch.sh} fills, with the pins of {@code
 * models/manifest.tsv}, which travels inside this library. Opening it reads no model. Immutable;
 * safe for any thread.
 */
public final class ModelStore {
  private static final String MANIFEST = "/dev/recollect/vision/manifest.tsv";
  private static final int COLUMNS = 10;

  private final Map<String, ModelFile> files;

  private ModelStore(Map<String, ModelFile> files) {
    this.files = files;
  }

  /** The shipped models in a folder. */
  public static ModelStore in(Path folder) {
    try (InputStream manifest = ModelStore.class.getResourceAsStream(MANIFEST)) {
      if (manifest == null) {
        throw new IllegalStateException("this build lacks " + MANIFEST);
      }
      return parse(
          folder,
          new BufferedReader(new InputStreamReader(manifest, StandardCharsets.UTF_8))
              .lines()
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ModelStore parse(Path folder, List<String> manifest) {
    Map<String, ModelFile> files = new LinkedHashMap<>();
    for (String line : manifest) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] column = line.split("\t", -1);
      if (column.length != COLUMNS) {
        throw new ModelException(
            "model manifest: %d columns instead of %d: %s".formatted(column.length, COLUMNS, line));
      }
      String name = column[2].replaceFirst("^.*/", "").replaceFirst("\\.[a-z]+$", "");
      if (files.put(column[0], new ModelFile(name, folder.resolve(column[2]), column[7])) != null) {
        throw new ModelException("model manifest: two lines for " + column[0]);
      }
    }
    return new ModelStore(Map.copyOf(files));
  }

  /**
   * A shipped file by its id in the manifest, such as {@code face-embedding}; not read yet.
   *
   * @throws ModelException if the manifest has no such id
   */
  public ModelFile file(String id) {
    ModelFile file = files.get(id);
    if (file == null) {
      throw new ModelException("model manifest: no line for " + id);
    }
    return file;
  }
}
