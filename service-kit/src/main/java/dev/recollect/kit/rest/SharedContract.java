package dev.recollect.kit.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/**
 * Says in a service's OpenAPI document what holds for every operation and what its code does not
 * show: the key, the {@link SharedError}s, the numbers that resources take as text in order to
 * answer for mistyped ones themselves, the part that a selfie is, and no 400 for a body that breaks
 * a constraint, which is a 422 here.
 *
 * <p>Runs while the service is built, before {@link OperationExamples}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = 2)
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
    document.getComponents().addSchema(SharedError.SCHEMA, SharedError.schema());
    for (SharedError error : SharedError.values()) {
      document.getComponents().addResponse(error.componentName(), error.response());
    }
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations().values().forEach(operation -> complete(operation, path)));
  }

  private static void complete(Operation operation, String path) {
    APIResponses responses = operation.getResponses();
    APIResponse badRequest = responses.getAPIResponse("400");
    if (badRequest != null && badRequest.getContent() == null) {
      responses.removeAPIResponse("400");
    }
    if (path.startsWith("/api/")) {
      operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(API_KEY));
      for (SharedError error : SharedError.values()) {
        if (error.isGivenBy(operation, path)) {
          responses.addAPIResponse(
              error.status(), OASFactory.createAPIResponse().ref(error.componentName()));
        }
      }
    }
    RequestBody body = operation.getRequestBody();
    if (body != null) {
      body.getContent().getMediaTypes().values().stream()
          .map(MediaType::getSchema)
          .filter(SharedContract::takesSelfie)
          .forEach(
              form -> {
                nameSelfie(form);
                body.setRequired(false);
                body.setDescription("May be left out where the query has the request_id");
              });
    }
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(SharedContract::complete);
    }
  }

  /** Resources that take a selfie look for it among all files of a form, see SelfieUpload. */
  private static boolean takesSelfie(Schema form) {
    return form != null
        && form.getProperties() != null
        && form.getProperties().containsKey(FileUpload.ALL);
  }

  private static void nameSelfie(Schema form) {
    form.removeProperty(FileUpload.ALL);
    form.addProperty(
        SelfieUpload.PARTS.getFirst(),
        OASFactory.createSchema().type(List.of(SchemaType.STRING)).format("binary"));
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
