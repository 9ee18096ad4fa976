package dev.recollect.kit.rest;

import dev.recollect.kit.error.RecollectException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Picks the selfie out of a form and refuses what is refused before any work. */
public final class SelfieUpload {
  /** Names of parts that may carry it; the first is the one to be used. */
  static final List<String> PARTS = List.of("selfie", "file", "image", "selfie_image");

  private static final long MEGABYTE = 1 << 20;

  private final long maxBytes;

  /**
   * @param maxBytes of the largest selfie that is taken
   */
  public SelfieUpload(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The first of the parts that may carry a selfie; empty when none does. */
  public Optional<FileUpload> find(List<FileUpload> files) {
    return PARTS.stream()
        .flatMap(name -> files.stream().filter(file -> file.name().equals(name)))
        .findFirst();
  }

  /**
   * Where the selfie lies, to be read when its turn to be looked at has come: until then it takes
   * no memory. It is there until the request has been answered.
   *
   * @throws RecollectException malformed for an empty or too large file
   */
  public Path accept(FileUpload file) {
    if (file.size() == 0) {
      throw RecollectException.malformed("The selfie file is empty");
    }
    if (file.size() > maxBytes) {
      throw RecollectException.malformed(
          "The selfie is larger than %s MB".formatted(Math.max(1, maxBytes / MEGABYTE)));
    }
    return file.uploadedFile();
  }
}
