package dev.recollect.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The examples in an OpenAPI document: of requests, to be sent as they are, and of answers, to be
 * held against real ones: both have the same fields of the same types, down to the elements of
 * their lists, and the same message. Examples and answers also are as their schema says.
 */
public final class DocumentedExamples {
  private static final String REQUEST = "request";
  private static final String EXAMPLE = "example";
  private static final String SHARED = "#/components/responses/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AnswerSchemas schemas;
  private final Map<String, JsonNode> examples = new LinkedHashMap<>();
  private final Map<String, String> shared = new LinkedHashMap<>();
  private final Set<String> unchecked = new TreeSet<>();

  /**
   * @param document OpenAPI, in JSON
   */
  public DocumentedExamples(String document) {
    JsonNode api = parse(document);
    schemas = new AnswerSchemas(api);
    for (var answer : api.at("/components/responses").properties()) {
      examples.put(SHARED + answer.getKey(), exampleOf(json(answer.getValue())));
    }
    for (var path : api.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        for (var body : operation.getValue().at("/requestBody/content").properties()) {
          note(
              operation.getKey(),
              path.getKey(),
              request(body.getKey()),
              exampleOf(body.getValue()));
        }
        for (var answer : operation.getValue().path("responses").properties()) {
          if (answer.getValue().has("$ref")) {
            shared.put(
                name(operation.getKey(), path.getKey(), answer.getKey()),
                answer.getValue().get("$ref").asText());
          } else {
            note(
                operation.getKey(),
                path.getKey(),
                answer.getKey(),
                exampleOf(json(answer.getValue())));
          }
        }
      }
    }
    unchecked.addAll(examples.keySet());
  }

  private static JsonNode json(JsonNode answer) {
    return answer.at("/content/application~1json");
  }

  private void note(String method, String path, String what, JsonNode example) {
    if (!example.isEmpty() || example.isTextual()) {
      examples.put(name(method, path, what), example);
    }
  }

  /** That of a form is an object of those of its parts. */
  private static JsonNode exampleOf(JsonNode body) {
    if (body.has(EXAMPLE)) {
      return body.get(EXAMPLE);
    }
    ObjectNode parts = JSON.createObjectNode();
    for (var part : body.at("/schema/properties").properties()) {
      if (part.getValue().has(EXAMPLE)) {
        parts.set(part.getKey(), part.getValue().get(EXAMPLE));
      }
    }
    return parts;
  }

  private static String request(String mediaType) {
    return mediaType.equals("application/json") ? REQUEST : REQUEST + " " + mediaType;
  }

  /**
   * Those that were not sent, as {@code PUT /path/{template} request}, and those that no answer was
   * held against, as {@code GET /path/{template} 200}, or {@code #/components/responses/name} for
   * one that operations share.
   */
  public Set<String> unchecked() {
    return unchecked;
  }

  /** The body of the documented request, to be sent. */
  public String request(String method, String path) {
    return sent(method, path, "application/json").toString();
  }

  /** The same of a request that is text of another kind, such as {@code text/csv}. */
  public String request(String method, String path, String mediaType) {
    return sent(method, path, mediaType).textValue();
  }

  /** The parts of a documented form, by their names; of a file, what it is called. */
  public Map<String, String> parts(String method, String path) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (var part : sent(method, path, "multipart/form-data").properties()) {
      JsonNode value = part.getValue();
      parts.put(part.getKey(), (value.isArray() ? value.get(0) : value).asText());
    }
    return parts;
  }

  private JsonNode sent(String method, String path, String mediaType) {
    String name = name(method, path, request(mediaType));
    unchecked.remove(name);
    return find(name, "");
  }

  /**
   * Holds a real answer against its example.
   *
   * @throws AssertionError if there is none, or it differs; the message says where
   */
  public void check(String method, String path, int status, String body) {
    String operation = name(method, path, Integer.toString(status));
    String name = shared.getOrDefault(operation, operation);
    JsonNode example = find(name, ", which answers " + body);
    JsonNode real = parse(body);
    compare(name, example, real);
    schemas.check(method, path, status, example);
    schemas.check(method, path, status, real);
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
