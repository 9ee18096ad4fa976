package dev.recollect.kit.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Says in a service's OpenAPI document that answers have each of their fields, always: what is not
 * known is null. A generated client then need not take every field for optional. Fields of requests
 * stay as their constraints say.
 *
 * <p>Runs while the service is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class AnswerFields implements OASFilter {
  private static final String SCHEMAS = "#/components/schemas/";

  /** Named by {@link OpenApiFilter}. */
  public AnswerFields() {}

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Map<String, Schema> named = document.getComponents().getSchemas();
    List<Operation> operations =
        document.getPaths().getPathItems().values().stream()
            .map(PathItem::getOperations)
            .map(Map::values)
            .flatMap(Collection::stream)
            .toList();
    Set<Schema> sent = Collections.newSetFromMap(new IdentityHashMap<>());
    operations.stream()
        .filter(operation -> operation.getRequestBody() != null)
        .flatMap(operation -> schemas(operation.getRequestBody().getContent()))
        .forEach(schema -> collect(schema, named, sent));
    Set<Schema> answered = Collections.newSetFromMap(new IdentityHashMap<>());
    operations.stream()
        .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
        .flatMap(response -> schemas(response.getContent()))
        .forEach(schema -> collect(schema, named, answered));
    answered.stream()
        .filter(schema -> !sent.contains(schema))
        .filter(schema -> schema.getProperties() != null)
        .forEach(schema -> schema.setRequired(new ArrayList<>(schema.getProperties().keySet())));
  }

  private static Stream<Schema> schemas(Content content) {
    return content == null
        ? Stream.empty()
        : content.getMediaTypes().values().stream()
            .map(MediaType::getSchema)
            .filter(Objects::nonNull);
  }

  private static void collect(Schema schema, Map<String, Schema> named, Set<Schema> found) {
    if (schema == null) {
      return;
    }
    if (schema.getRef() != null) {
      collect(named.get(schema.getRef().substring(SCHEMAS.length())), named, found);
      return;
    }
    if (found.add(schema)) {
      parts(schema).forEach(part -> collect(part, named, found));
    }
  }

  private static List<Schema> parts(Schema schema) {
    List<Schema> parts = new ArrayList<>();
    if (schema.getProperties() != null) {
      parts.addAll(schema.getProperties().values());
    }
    parts.add(schema.getItems());
    parts.add(schema.getAdditionalPropertiesSchema());
    Stream.of(schema.getAnyOf(), schema.getAllOf(), schema.getOneOf())
        .filter(Objects::nonNull)
        .forEach(parts::addAll);
    return parts;
  }
}
