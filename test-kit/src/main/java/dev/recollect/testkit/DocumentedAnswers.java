package dev.recollect.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The examples of answers in an OpenAPI document, to be held against real answers: both have the
 * same fields of the same types, down to the elements of their lists, and the same message.
 */
public final class DocumentedAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> examples = new LinkedHashMap<>();
  private final Set<String> unchecked = new TreeSet<>();

  /**
   * @param document OpenAPI, in JSON
   */
  public DocumentedAnswers(String document) {
    for (var path : parse(document).path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        for (var answer : operation.getValue().path("responses").properties()) {
          JsonNode example = answer.getValue().at("/content/application~1json/example");
          if (!example.isMissingNode()) {
            examples.put(name(operation.getKey(), path.getKey(), answer.getKey()), example);
          }
        }
      }
    }
    unchecked.addAll(examples.keySet());
  }

  /** Those that no answer was held against, as {@code GET /path/{template} 200}. */
  public Set<String> unchecked() {
    return unchecked;
  }

  /**
   * Holds a real answer against its example.
   *
   * @throws AssertionError if there is none, or it differs; the message says where
   */
  public void check(String method, String path, int status, String body) {
    String name = name(method, path, Integer.toString(status));
    JsonNode example = examples.get(name);
    if (example == null) {
      throw new AssertionError("no example of " + name + ", which answers " + body);
    }
    compare(name, example, parse(body));
    unchecked.remove(name);
  }

  private static void compare(String where, JsonNode example, JsonNode real) {
    if (example.getNodeType() != real.getNodeType()) {
      throw new AssertionError(
          "%s: the example has %s, the answer %s".formatted(where, example, real));
    }
    if (example.isObject()) {
      Set<String> documented = names(example);
      Set<String> given = names(real);
      if (!documented.equals(given)) {
        throw new AssertionError(
            "%s: the example has %s, the answer %s".formatted(where, documented, given));
      }
      documented.forEach(
          field -> compare(where + " " + field, example.get(field), real.get(field)));
    } else if (example.isArray()) {
      if (example.isEmpty() != real.isEmpty()) {
        throw new AssertionError(where + ": a list with nothing in it shows nothing");
      }
      for (JsonNode element : real) {
        compare(where + "[]", example.get(0), element);
      }
    } else if ((where.endsWith(" message") || where.endsWith(" responseType"))
        && !example.equals(real)) {
      throw new AssertionError(
          "%s: the example has %s, the answer %s".formatted(where, example, real));
    }
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String name(String method, String path, String status) {
    return method.toUpperCase(Locale.ROOT) + " " + path + " " + status;
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }
}
