package dev.recollect.download.original;

import dev.recollect.download.domain.Selection;
import dev.recollect.download.domain.Selection.ByBib;
import dev.recollect.download.domain.Selection.ByImageId;
import dev.recollect.download.domain.Selection.ByImageIds;
import dev.recollect.download.domain.Selection.BySelfie;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of a request for originals. Read as it came: what {@code identifier} must look like
 * depends on {@code method}, and a 422 names every field that is wrong.
 */
@RegisterForReflection
@Schema(requiredProperties = {"method", "identifier"})
public record OriginalPhotosRequest(
    @Schema(
            type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING,
            enumeration = {"bib", "selfie", "image_id", "image_ids"},
            examples = "\"bib\"")
        Object method,
    @Schema(
            description =
                "A bib number, the request_id of a face search or an image id; for image_ids an"
                    + " array of 1-500 image ids.",
            oneOf = {String.class, String[].class},
            examples = "\"1042\"")
        Object identifier) {

  private static final int MOST_IMAGE_IDS = 500;

  private enum Method {
    BIB,
    SELFIE,
    IMAGE_ID,
    IMAGE_IDS
  }

  /**
   * @param problems of the query string, told together with those of the body
   * @throws RecollectException a 422 that names every problem
   */
  Selection selection(List<String> problems) {
    List<String> all = new ArrayList<>(problems);
    Optional<Method> known = readMethod(all);
    Optional<Selection> selection = readIdentifier(known, all);
    if (!all.isEmpty()) {
      throw new RecollectException(ErrorCode.INVALID_FIELD, String.join("; ", all));
    }
    return selection.orElseThrow();
  }

  private Optional<Method> readMethod(List<String> problems) {
    if (method == null) {
      problems.add("method: is required");
      return Optional.empty();
    }
    Optional<Method> known =
        switch (method.toString()) {
          case "bib" -> Optional.of(Method.BIB);
          case "selfie" -> Optional.of(Method.SELFIE);
          case "image_id" -> Optional.of(Method.IMAGE_ID);
          case "image_ids" -> Optional.of(Method.IMAGE_IDS);
          default -> Optional.empty();
        };
    if (known.isEmpty()) {
      problems.add("method: must be one of bib, selfie, image_id, image_ids");
    }
    return known;
  }

  private Optional<Selection> readIdentifier(Optional<Method> known, List<String> problems) {
    if (identifier == null) {
      problems.add("identifier: is required");
      return Optional.empty();
    }
    if (known.isEmpty()) {
      return Optional.empty();
    }
    if (known.get() == Method.IMAGE_IDS) {
      return readImageIds(problems);
    }
    if (!(identifier instanceof String given)) {
      problems.add("identifier: must be a string");
      return Optional.empty();
    }
    String text = given.strip();
    if (text.isEmpty()) {
      problems.add("identifier: must not be blank");
      return Optional.empty();
    }
    return switch (known.get()) {
      case BIB -> Optional.of(new ByBib(text));
      case IMAGE_ID, IMAGE_IDS -> Optional.of(new ByImageId(text));
      case SELFIE -> readRequestId(text, problems);
    };
  }

  private static Optional<Selection> readRequestId(String text, List<String> problems) {
    if (text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      return Optional.of(new BySelfie(UUID.fromString(text)));
    }
    problems.add("identifier: must be a UUID");
    return Optional.empty();
  }

  private Optional<Selection> readImageIds(List<String> problems) {
    if (!(identifier instanceof List<?> items)) {
      problems.add("identifier: must be an array of strings");
    } else if (items.isEmpty()) {
      problems.add("identifier: must not be empty");
    } else if (items.size() > MOST_IMAGE_IDS) {
      problems.add("identifier: must have at most " + MOST_IMAGE_IDS + " items");
    } else {
      List<String> ids = new ArrayList<>();
      for (int n = 0; n < items.size(); n++) {
        if (items.get(n) instanceof String id) {
          ids.add(id);
        } else {
          problems.add("identifier." + n + ": must be a string");
        }
      }
      return Optional.of(new ByImageIds(ids));
    }
    return Optional.empty();
  }
}
