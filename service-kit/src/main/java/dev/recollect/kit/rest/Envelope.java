package dev.recollect.kit.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What every REST answer looks like.
 *
 * @param responseType {@code success} or {@code error}
 * @param message for people
 * @param data null for errors
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Envelope<T>(String responseType, String message, T data) {

  public static <T> Envelope<T> success(String message, T data) {
    return new Envelope<>("success", message, data);
  }

  public static Envelope<Void> error(String message) {
    return new Envelope<>("error", message, null);
  }
}
