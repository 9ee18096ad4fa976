package dev.recollect.kit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Puts a service's examples of answers into its OpenAPI document: {@code META-INF/answers.json}
 * maps {@code GET /path/{template}} to a status, and that to the answer's body. A file, because the
 * tests hold each example against a real answer.
 *
 * <p>Runs while the service is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class AnswerExamples implements OASFilter {
  private static final String FILE = "META-INF/answers.json";
  private static final String JSON = "application/json";

  /** Named by {@link OpenApiFilter}. */
  public AnswerExamples() {}

  @Override
  public void filterOpenAPI(OpenAPI document) {
    JsonNode answers = read();
    answers
        .properties()
        .forEach(
            entry -> {
              Operation operation = find(document, entry.getKey());
              entry
                  .getValue()
                  .properties()
                  .forEach(answer -> add(operation, answer.getKey(), answer.getValue()));
            });
  }

  private static JsonNode read() {
    try (InputStream file =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
      ObjectMapper mapper = new ObjectMapper();
      return file == null ? mapper.createObjectNode() : mapper.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
  }

  private static Operation find(OpenAPI document, String name) {
    String[] parts = name.split(" ", 2);
    return Optional.ofNullable(document.getPaths().getPathItem(parts[1]))
        .map(path -> path.getOperations())
        .map(operations -> operations.get(HttpMethod.valueOf(parts[0].toUpperCase(Locale.ROOT))))
        .orElseThrow(
            () -> new IllegalStateException(FILE + " names an unknown operation: " + name));
  }

  private static void add(Operation operation, String status, JsonNode example) {
    APIResponse response = operation.getResponses().getAPIResponse(status);
    if (response == null) {
      response = OASFactory.createAPIResponse().description(example.path("message").asText());
      operation.getResponses().addAPIResponse(status, response);
    }
    if (response.getContent() == null) {
      response.setContent(OASFactory.createContent());
    }
    Map<String, MediaType> kinds = response.getContent().getMediaTypes();
    MediaType media = kinds == null ? null : kinds.get(JSON);
    if (media == null) {
      media = OASFactory.createMediaType();
      response.getContent().addMediaType(JSON, media);
    }
    media.setExample(example);
  }
}
