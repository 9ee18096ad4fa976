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
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Puts a service's examples into its OpenAPI document: {@code META-INF/examples.json} maps {@code
 * GET /path/{template}} to {@code request} and statuses, and those to the bodies. A request that is
 * not JSON is named with its media type; of a form it has the parts, with files' names for files.
 * Under {@code *} stand statuses whose shared example, see {@link SharedError}, is another one in
 * this service. A file, because the tests send each request and hold each answer against a real
 * one.
 *
 * <p>Runs while the service is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class OperationExamples implements OASFilter {
  private static final String FILE = "META-INF/examples.json";
  private static final String JSON = "application/json";
  private static final String FORM = "multipart/form-data";
  private static final String REQUEST = "request";
  private static final String ERROR = "error";
  private static final String EVERY_OPERATION = "*";

  /** Named by {@link OpenApiFilter}. */
  public OperationExamples() {}

  @Override
  public void filterOpenAPI(OpenAPI document) {
    read()
        .properties()
        .forEach(
            entry -> {
              if (entry.getKey().equals(EVERY_OPERATION)) {
                share(document, entry.getValue());
                return;
              }
              Operation operation = find(document, entry.getKey());
              entry
                  .getValue()
                  .properties()
                  .forEach(example -> add(operation, example.getKey(), example.getValue()));
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

  private static void share(OpenAPI document, JsonNode answers) {
    answers
        .properties()
        .forEach(
            answer ->
                media(
                        document
                            .getComponents()
                            .getResponses()
                            .get(SharedError.componentName(answer.getKey()))
                            .getContent(),
                        JSON)
                    .setExample(answer.getValue()));
  }

  private static Operation find(OpenAPI document, String name) {
    String[] parts = name.split(" ", 2);
    return Optional.ofNullable(document.getPaths().getPathItem(parts[1]))
        .map(path -> path.getOperations())
        .map(operations -> operations.get(HttpMethod.valueOf(parts[0].toUpperCase(Locale.ROOT))))
        .orElseThrow(
            () -> new IllegalStateException(FILE + " names an unknown operation: " + name));
  }

  private static void add(Operation operation, String what, JsonNode example) {
    if (what.startsWith(REQUEST)) {
      String type = what.equals(REQUEST) ? JSON : what.substring(REQUEST.length()).strip();
      MediaType media = media(operation.getRequestBody().getContent(), type);
      if (type.equals(FORM)) {
        Map<String, Schema> parts = media.getSchema().getProperties();
        example.properties().forEach(part -> parts.get(part.getKey()).setExample(part.getValue()));
      } else {
        media.setExample(example.isTextual() ? example.textValue() : example);
      }
      return;
    }
    APIResponse response = operation.getResponses().getAPIResponse(what);
    if (response == null || response.getRef() != null) {
      response = OASFactory.createAPIResponse().description(example.path("message").asText());
      operation.getResponses().addAPIResponse(what, response);
    }
    if (response.getContent() == null) {
      response.setContent(OASFactory.createContent());
    }
    MediaType media = media(response.getContent(), JSON);
    media.setExample(example);
    if (example.path("responseType").asText().equals(ERROR)) {
      media.setSchema(OASFactory.createSchema().ref(SharedError.SCHEMA));
    }
  }

  private static MediaType media(Content content, String type) {
    MediaType media = content.getMediaType(type);
    if (media == null) {
      media = OASFactory.createMediaType();
      content.addMediaType(type, media);
    }
    return media;
  }
}
