package dev.recollect.kit.rest;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;

/**
 * How many parts a form may have ({@code quarkus.http.limits.max-parameters}). The framework stops
 * reading there, before the request reaches a resource.
 */
@ApplicationScoped
class FormLimit {
  private final int parts;

  FormLimit(VertxHttpConfig http) {
    this.parts = http.limits().maxParameters();
  }

  /** Whether that is what failed. There is no type for it, only the place it is thrown at. */
  boolean isExceeded(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return failure.getClass() == RuntimeException.class
        && trace.length > 0
        && trace[0].getClassName().equals(FormData.class.getName());
  }

  String message() {
    return "A form may have at most %d parts".formatted(parts);
  }
}
