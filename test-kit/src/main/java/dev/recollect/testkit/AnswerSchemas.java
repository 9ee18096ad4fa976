package dev.recollect.testkit;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.Locale;
import java.util.Set;

/** The schemas of answers in an OpenAPI document, for holding answers against them. */
final class AnswerSchemas {
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  private final JsonNode document;

  /**
   * @param document OpenAPI 3.1, whose schemas are those of JSON Schema 2020-12
   */
  AnswerSchemas(JsonNode document) {
    this.document = document;
  }

  /**
   * @throws AssertionError if the document has no schema for the answer, or another one
   */
  void check(String method, String path, int status, JsonNode answer) {
    JsonPointer pointer =
        JsonPointer.empty()
            .appendProperty("paths")
            .appendProperty(path)
            .appendProperty(method.toLowerCase(Locale.ROOT))
            .appendProperty("responses")
            .appendProperty(Integer.toString(status));
    JsonNode shared = document.at(pointer).path("$ref");
    if (shared.isTextual()) {
      pointer = JsonPointer.compile(shared.textValue().substring(1));
    }
    pointer =
        pointer
            .appendProperty("content")
            .appendProperty("application/json")
            .appendProperty("schema");
    String name = "%s %s %d".formatted(method, path, status);
    if (document.at(pointer).isMissingNode()) {
      throw new AssertionError(name + " has no schema");
    }
    ObjectNode schema = document.at(pointer).deepCopy();
    // Where the schemas refer to one another.
    schema.set("components", document.path("components"));
    Set<ValidationMessage> problems = SCHEMAS.getSchema(schema).validate(answer);
    if (!problems.isEmpty()) {
      throw new AssertionError(
          "%s: %s is not as its schema says: %s".formatted(name, answer, problems));
    }
  }
}
