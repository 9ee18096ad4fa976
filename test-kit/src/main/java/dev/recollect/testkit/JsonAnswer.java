package dev.recollect.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Fields of JSON answers, for what fixtures read in every test and waits read until it changes:
 * REST Assured compiles a script for each path that it is asked for.
 */
public final class JsonAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonAnswer() {}

  /**
   * One field.
   *
   * @param pointer JSON Pointer (RFC 6901), such as {@code /data/files/0/status}
   * @throws AssertionError if the answer is not JSON or has no such field
   */
  public static JsonNode field(String answer, String pointer) {
    try {
      JsonNode field = JSON.readTree(answer).at(pointer);
      if (field.isMissingNode()) {
        throw new AssertionError("no " + pointer + " in " + answer);
      }
      return field;
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("not JSON: " + answer, notJson);
    }
  }
}
