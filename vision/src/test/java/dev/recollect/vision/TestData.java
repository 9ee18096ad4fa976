package dev.recollect.vision;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Photos of real people that lie beside the checkout and are not part of it. */
public final class TestData {
  private TestData() {}

  /** The checkout. */
  public static Path root() {
    return Path.of(System.getProperty("recollect.root", ".")).toAbsolutePath().normalize();
  }

  /**
   * The test data, or empty in a checkout that stands alone, where tests fall back on generated
   * photos. Continuous integration must have it.
   */
  public static Optional<Path> folder() {
    Path folder = root().resolveSibling("shared").resolve("testdata");
    if (Files.isDirectory(folder)) {
      return Optional.of(folder);
    }
    if ("true".equals(System.getenv("CI"))) {
      fail("test data is missing: " + folder);
    }
    System.out.println("No test data in " + folder + ": generated photos are used instead.");
    return Optional.empty();
  }
}
