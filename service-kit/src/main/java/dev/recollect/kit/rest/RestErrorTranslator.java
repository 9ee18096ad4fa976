package dev.recollect.kit.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.recollect.kit.error.DatabaseOutage;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.NoSpace;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.error.ThrottledException;
import io.grpc.StatusRuntimeException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayDeque;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a REST request into the contract's envelope. */
public class RestErrorTranslator {
  private static final Logger LOG = Logger.getLogger(RestErrorTranslator.class);

  /** Nobody knows when it will be well; soon enough for people, late enough for what is down. */
  private static final int RETRY_AFTER_SECONDS = 2;

  private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

  private final RequestId requestId;
  private final FormLimit forms;

  RestErrorTranslator(RequestId requestId, FormLimit forms) {
    this.requestId = requestId;
    this.forms = forms;
  }

  @ServerExceptionMapper
  public Response translate(RecollectException failure) {
    return switch (failure.code().kind()) {
      case CALLER -> answer(failure.code(), failure.getMessage());
      case SERVER -> {
        log(failure);
        yield failure.code() == ErrorCode.INTERNAL
            ? internal()
            : answer(failure.code(), failure.getMessage());
      }
    };
  }

  @ServerExceptionMapper
  public Response translate(ThrottledException failure) {
    return Response.fromResponse(answer(ErrorCode.THROTTLED, failure.getMessage()))
        .header("Retry-After", failure.retryAfterSeconds())
        .header("RateLimit-Limit", failure.limit())
        .header("RateLimit-Remaining", 0)
        .header("RateLimit-Reset", failure.retryAfterSeconds())
        .build();
  }

  @ServerExceptionMapper
  public Response translate(ConstraintViolationException failure) {
    String message =
        failure.getConstraintViolations().stream()
            .map(violation -> fieldOf(violation) + ": " + violation.getMessage())
            .sorted()
            .distinct()
            .collect(Collectors.joining("; "));
    return answer(ErrorCode.INVALID_FIELD, message);
  }

  @ServerExceptionMapper
  public Response translate(JacksonException failure) {
    return answer(ErrorCode.INVALID_FIELD, describe(failure));
  }

  /** Named, since the framework has a mapper of its own for this kind of JacksonException. */
  @ServerExceptionMapper
  public Response translate(MismatchedInputException failure) {
    return translate((JacksonException) failure);
  }

  @ServerExceptionMapper
  public Response translate(WebApplicationException failure) {
    if (failure.getCause() instanceof JacksonException unreadable) {
      return translate(unreadable);
    }
    if (failure.getCause() instanceof RecollectException known) {
      return translate(known);
    }
    if (failure instanceof NotFoundException && failure.getCause() != null) {
      // The framework's way to say that a parameter could not be converted.
      return answer(ErrorCode.INVALID_FIELD, "request: a parameter is of the wrong type");
    }
    ErrorCode code = ErrorCode.ofHttpStatus(failure.getResponse().getStatus());
    if (code.kind() == ErrorCode.Kind.SERVER) {
      log(failure);
      return internal();
    }
    return answer(code, Response.Status.fromStatusCode(code.httpStatus()).getReasonPhrase());
  }

  @ServerExceptionMapper
  public Response translate(StatusRuntimeException failure) {
    ErrorCode code = ErrorCode.ofGrpcStatus(failure.getStatus().getCode());
    if (code.kind() == ErrorCode.Kind.SERVER) {
      log(failure);
    }
    if (code == ErrorCode.UNAVAILABLE) {
      return answer(code, "A service this request needs does not answer; try again shortly");
    }
    return code == ErrorCode.INTERNAL
        ? internal()
        : answer(code, failure.getStatus().getDescription());
  }

  @ServerExceptionMapper
  public Response translate(Throwable failure) {
    if (forms.isExceeded(failure)) {
      return answer(ErrorCode.PAYLOAD_TOO_LARGE, forms.message());
    }
    log(failure);
    if (NoSpace.isBehind(failure)) {
      return answer(ErrorCode.UNAVAILABLE, NoSpace.MESSAGE);
    }
    return DatabaseOutage.isBehind(failure)
        ? answer(ErrorCode.UNAVAILABLE, DatabaseOutage.MESSAGE)
        : internal();
  }

  /** The request's id stands before every message, see {@link RequestId.Header}. */
  private static void log(Throwable failure) {
    LOG.error("request failed", failure);
  }

  private Response internal() {
    return answer(ErrorCode.INTERNAL, "Internal error, request " + requestId.value());
  }

  private static Response answer(ErrorCode code, String message) {
    Response.ResponseBuilder answer =
        Response.status(code.httpStatus())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(Envelope.error(message));
    if (code == ErrorCode.UNAVAILABLE) {
      answer.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    return answer.build();
  }

  /**
   * The field as the caller wrote it: the path without the Java method, and without the name of the
   * parameter where that is the body. An element of a list goes by its number.
   */
  private static String fieldOf(ConstraintViolation<?> violation) {
    ArrayDeque<String> names = new ArrayDeque<>();
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.getKind() == ElementKind.METHOD) {
        continue;
      }
      if (node.getIndex() != null) {
        names.add(node.getIndex().toString());
      }
      if (node.getKind() != ElementKind.CONTAINER_ELEMENT) {
        names.add(SNAKE_CASE.translate(node.getName()));
      }
    }
    if (names.size() > 1) {
      names.removeFirst();
    }
    return String.join(".", names);
  }

  private static String describe(JacksonException failure) {
    // One that ends or breaks within a field is reported with the field's path, too.
    boolean readable = !(failure.getCause() instanceof StreamReadException);
    if (readable
        && failure instanceof JsonMappingException mapping
        && !mapping.getPath().isEmpty()) {
      String field =
          mapping.getPath().stream()
              .map(part -> part.getFieldName() == null ? "" + part.getIndex() : part.getFieldName())
              .collect(Collectors.joining("."));
      return field + ": is of the wrong type or not one of the allowed values";
    }
    return "body: is not valid JSON of the expected shape";
  }
}
