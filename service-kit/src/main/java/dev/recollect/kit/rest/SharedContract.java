package dev.recollect.kit.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Says in a service's OpenAPI document what holds for every operation and what its code does not
 * show: the key, the numbers that resources take as text in order to answer for mistyped ones
 * themselves, and no 400 for a body that breaks a constraint, which is a 422 here.
 *
 * <p>Runs while the service is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class SharedContract implements OASFilter {
  private static final String API_KEY = "ApiKey";
  private static final Set<String> NUMBERS =
      Set.of("org_id", "event_id", "source_video_key", "key_id", "page", "page_size");

  /** Named by {@link OpenApiFilter}. */
  public SharedContract() {}

  @Override
  public void filterOpenAPI(OpenAPI document) {
    if (document.getComponents() == null) {
      document.setComponents(OASFactory.createComponents());
    }
    document
        .getComponents()
        .addSecurityScheme(
            API_KEY,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.HEADER)
                .name("X-API-Key"));
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .values()
                    .forEach(operation -> complete(operation, path.startsWith("/api/"))));
  }

  private static void complete(Operation operation, boolean needsKey) {
    if (needsKey) {
      operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(API_KEY));
    }
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(SharedContract::complete);
    }
    APIResponses responses = operation.getResponses();
    APIResponse badRequest = responses.getAPIResponse("400");
    if (badRequest != null && badRequest.getContent() == null) {
      responses.removeAPIResponse("400");
    }
  }

  private static void complete(Parameter parameter) {
    Schema schema = parameter.getSchema();
    if (!NUMBERS.contains(parameter.getName())) {
      return;
    }
    schema.setType(List.of(SchemaType.INTEGER));
    schema.setMinimum(BigDecimal.ONE);
    if (parameter.getName().equals("page") && schema.getDefaultValue() == null) {
      schema.setDefaultValue(1);
    }
    if (parameter.getName().equals("page_size")) {
      if (schema.getDefaultValue() == null) {
        schema.setDefaultValue(PageRequest.DEFAULT_SIZE);
      }
      if (schema.getMaximum() == null) {
        schema.setMaximum(BigDecimal.valueOf(PageRequest.MAX_SIZE));
      }
    }
  }
}
