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
 * The examples in an OpenAPI document: of requests, to be sent as they are, and of answers, to be
 * held against real ones: both have the same fields of the same types, down to the elements of
 * their lists, and the same message.
 */
public final class DocumentedExamples {
  private static final String REQUEST = "request";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> examples = new LinkedHashMap<>();
  private final Set<String> unchecked = new TreeSet<>();

  /**
   * @param document OpenAPI, in JSON
   */
  public DocumentedExamples(String document) {
    for (var path : parse(document).path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        note(operation.getKey(), path.getKey(), REQUEST, operation.getValue().path("requestBody"));
        for (var answer : operation.getValue().path("responses").properties()) {
          note(operation.getKey(), path.getKey(), answer.getKey(), answer.getValue());
        }
      }
    }
    unchecked.addAll(examples.keySet());
  }

  private void note(String method, String path, String what, JsonNode holder) {
    JsonNode example = holder.at("/content/application~1json/example");
    if (!example.isMissingNode()) {
      examples.put(name(method, path, what), example);
    }
  }

  /**
   * Those that were not sent, as {@code PUT /path/{template} request}, and those that no answer was
   * held against, as {@code GET /path/{template} 200}.
   */
  public Set<String> unchecked() {
    return unchecked;
  }

  /** The body of the documented request, to be sent. */
  public String request(String method, String path) {
    String name = name(method, path, REQUEST);
    unchecked.remove(name);
    return find(name, "").toString();
  }

  /**
   * Holds a real answer against its example.
   *
   * @throws AssertionError if there is none, or it differs; the message says where
   */
  public void check(String method, String path, int status, String body) {
    String name = name(method, path, Integer.toString(status));
    compare(name, find(name, ", which answers " + body), parse(body));
    unchecked.remove(name);
  }

  private JsonNode find(String name, String detail) {
    JsonNode example = examples.get(name);
    if (example == null) {
      throw new AssertionError("no example of " + name + detail);
    }
    return example;
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

  private static String name(String method, String path, String what) {
    return method.toUpperCase(Locale.ROOT) + " " + path + " " + what;
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }
}
