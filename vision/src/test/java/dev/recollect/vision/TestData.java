package dev.recollect.vision;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** Photos of real people that lie beside the checkout and are not part of it. */
public final class TestData {
  private TestData() {}

  /** The checkout. */
  public static Path root() {
    return Path.of(System.getProperty("recollect.root", ".")).toAbsolutePath().normalize();
  }

  /**
   * The test data, for tests that no generated photo will do for. In a checkout that stands alone
   * the calling test is skipped, and says why; continuous integration must have the data.
   */
  public static Path folder() {
    Path folder = root().resolveSibling("shared").resolve("testdata");
    if (!Files.isDirectory(folder)) {
      String reason = "photos of real people are missing: " + folder;
      if ("true".equals(System.getenv("CI"))) {
        fail(reason);
      }
      System.out.println("Skipping a test: " + reason);
      abort(reason);
    }
    return folder;
  }
}
