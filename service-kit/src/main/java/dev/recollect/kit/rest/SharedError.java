package dev.recollect.kit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.recollect.kit.error.ErrorCode;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Refusals and failures that are the same for many operations, as the OpenAPI document of a service
 * describes them: once, under its components. An operation with an example of its own for the
 * status shows that instead, see {@link OperationExamples}.
 */
enum SharedError {
  UNAUTHENTICATED(
      ErrorCode.UNAUTHENTICATED,
      "The request has no key.",
      "The X-API-Key header is missing",
      List.of()),
  FORBIDDEN(
      ErrorCode.FORBIDDEN,
      "The key is unknown or inactive, belongs to another organisation or lacks the scope, or the"
          + " event has the feature switched off.",
      "The API key is not valid",
      List.of()),
  NOT_FOUND(
      ErrorCode.NOT_FOUND,
      "The organisation has no such event, or the event no such thing as the request names.",
      "Event not found",
      List.of()),
  TOO_LARGE(
      ErrorCode.PAYLOAD_TOO_LARGE,
      "The body is larger than the service takes, or a form has too many parts.",
      "Request Entity Too Large",
      List.of()),
  INVALID_FIELD(
      ErrorCode.INVALID_FIELD,
      "A field is missing, mistyped or out of range.",
      "event_id: must be a positive whole number",
      List.of()),
  THROTTLED(
      ErrorCode.THROTTLED,
      "The key has made too many requests.",
      "Too many requests; try again in 1 s",
      List.of("Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")),
  INTERNAL(
      ErrorCode.INTERNAL,
      "A defect of ours; safe to retry. The id is that of the X-Request-Id header.",
      "Internal error, request 6fa459ea-ee8a-4ca4-894e-db77e160355e",
      List.of()),
  UNAVAILABLE(
      ErrorCode.UNAVAILABLE,
      "Something this request needs does not answer; the message says what.",
      "A service this request needs does not answer; try again shortly",
      List.of("Retry-After"));

  /** The schema of every answer that is an error, under the document's components. */
  static final String SCHEMA = "Error";

  private final ErrorCode code;
  private final String description;
  private final String message;
  private final List<String> headers;

  SharedError(ErrorCode code, String description, String message, List<String> headers) {
    this.code = code;
    this.description = description;
    this.message = message;
    this.headers = headers;
  }

  String status() {
    return Integer.toString(code.httpStatus());
  }

  /** What operations refer to it by. */
  String componentName() {
    return componentName(status());
  }

  static Schema schema() {
    return OASFactory.createSchema()
        .type(List.of(SchemaType.OBJECT))
        .addProperty(
            "responseType",
            OASFactory.createSchema().type(List.of(SchemaType.STRING)).constValue("error"))
        .addProperty("message", OASFactory.createSchema().type(List.of(SchemaType.STRING)))
        .addProperty("data", OASFactory.createSchema().type(List.of(SchemaType.NULL)));
  }

  static String componentName(String status) {
    return "Error" + status;
  }

  /** Whether an operation below {@code /api/} can answer so. */
  boolean isGivenBy(Operation operation, String path) {
    return switch (this) {
      case NOT_FOUND, INVALID_FIELD -> path.contains("{event_id}");
      case TOO_LARGE -> operation.getRequestBody() != null;
      default -> true;
    };
  }

  APIResponse response() {
    APIResponse response =
        OASFactory.createAPIResponse()
            .description(description)
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        "application/json",
                        OASFactory.createMediaType()
                            .schema(OASFactory.createSchema().ref(SCHEMA))
                            .example(example())));
    headers.forEach(
        name ->
            response.addHeader(
                name,
                OASFactory.createHeader()
                    .schema(OASFactory.createSchema().type(List.of(SchemaType.INTEGER)))));
    return response;
  }

  private JsonNode example() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("responseType", "error")
        .put("message", message)
        .putNull("data");
  }
}
