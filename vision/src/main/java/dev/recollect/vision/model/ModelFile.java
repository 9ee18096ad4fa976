package dev.recollect.vision.model;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A model file and the hash it must have.
 *
 * @param name short name for logs, metrics and model ids, such as {@code fr_feature}
 * @param path where it lies
 * @param sha256 64 lower-case hexadecimal digits
 */
public record ModelFile(String name, Path path, String sha256) {
  /** Refuses a pin that is no sha256. */
  public ModelFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(path, "path");
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "model " + name + ": sha256 must be 64 lower-case hexadecimal digits");
    }
  }
}
