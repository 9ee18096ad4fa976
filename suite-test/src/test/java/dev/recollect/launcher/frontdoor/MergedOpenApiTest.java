package dev.recollect.launcher.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.launcher.settings.ServiceEntry;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MergedOpenApiTest {

  @Test
  void theServicesDocumentsMakeAValidOneWithAllTheirExamples() throws IOException {
    MergedOpenApi merged = new MergedOpenApi("http://127.0.0.1:8080");
    Map<String, Object> examples = new TreeMap<>();
    for (ServiceEntry service : ServiceEntry.values()) {
      JsonObject document = new JsonObject(Files.readString(built(service)));
      merged.add(service.grpcName(), document);
      examples.putAll(examples(document));
    }

    assertThat(examples(merged.document())).isEqualTo(examples);
    assertThat(examples)
        .containsKeys(
            "/api/v1/admin/organisations get 200",
            "/api/v1/ext/{org_id}/event/{event_id}/faces post 200",
            "/api/v1/ext/{org_id}/event/{event_id}/original-photos post 200",
            "/api/v1/ext/{org_id}/event/{event_id}/video-clipping/search-by-selfie post 200",
            "/api/v1/ext/{org_id}/event/{event_id}/video-clipping/{request_id} get 200");
    assertThat(withoutKey(merged.document())).isEmpty();
    assertThat(withoutExample(merged.document())).isEmpty();
    assertThat(withoutRefusals(merged.document())).isEmpty();
    assertThat(example(merged, "details", "get", "503"))
        .isEqualTo("The database does not answer; try again shortly");
    assertThat(example(merged, "faces", "post", "503"))
        .isEqualTo("A service this request needs does not answer; try again shortly");
    assertThat(example(merged, "faces", "post", "413")).isEqualTo("Request Entity Too Large");
    SwaggerParseResult read =
        new OpenAPIV3Parser().readContents(merged.document().encode(), null, new ParseOptions());
    assertThat(read.getMessages()).isEmpty();
    assertThat(read.getOpenAPI().getPaths().keySet())
        .isEqualTo(merged.document().getJsonObject("paths").fieldNames());
  }

  /** Written while the service was built. */
  private static Path built(ServiceEntry service) {
    return Path.of(
        System.getProperty("recollect.root"), service.serviceName(), "target/openapi/openapi.json");
  }

  /** By path, method and status. */
  private static Map<String, Object> examples(JsonObject document) {
    Map<String, Object> examples = new TreeMap<>();
    for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
      for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
        for (Map.Entry<String, Object> answer :
            ((JsonObject) operation.getValue()).getJsonObject("responses")) {
          JsonObject example =
              ((JsonObject) answer.getValue())
                  .getJsonObject("content", new JsonObject())
                  .getJsonObject("application/json", new JsonObject())
                  .getJsonObject("example");
          if (example != null) {
            examples.put(
                "%s %s %s".formatted(path.getKey(), operation.getKey(), answer.getKey()), example);
          }
        }
      }
    }
    return examples;
  }

  /** Operations of the API for which the document asks no key. */
  private static List<String> withoutKey(JsonObject document) {
    List<String> open = new ArrayList<>();
    JsonArray key = new JsonArray().add(new JsonObject().put("ApiKey", new JsonArray()));
    for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
      for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
        JsonArray asked = ((JsonObject) operation.getValue()).getJsonArray("security");
        if (path.getKey().startsWith("/api/") && !key.equals(asked)) {
          open.add(operation.getKey() + " " + path.getKey());
        }
      }
    }
    return open;
  }

  /** Operations of the event API that do not tell of each refusal and failure they may have. */
  private static List<String> withoutRefusals(JsonObject document) {
    List<String> silent = new ArrayList<>();
    for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
      if (!path.getKey().startsWith("/api/v1/ext/")) {
        continue;
      }
      List<String> expected = new ArrayList<>(List.of("401", "403", "422", "429", "500", "503"));
      if (path.getKey().contains("{event_id}")) {
        expected.add("404");
      }
      for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
        JsonObject answers = ((JsonObject) operation.getValue()).getJsonObject("responses");
        boolean hasBody = ((JsonObject) operation.getValue()).containsKey("requestBody");
        if (!answers.fieldNames().containsAll(expected) || answers.containsKey("413") != hasBody) {
          silent.add(operation.getKey() + " " + path.getKey() + " " + answers.fieldNames());
        }
      }
    }
    return silent;
  }

  /** The message in a shared example that an operation of an event refers to. */
  private static String example(MergedOpenApi merged, String path, String method, String status) {
    JsonObject document = merged.document();
    String reference =
        document
            .getJsonObject("paths")
            .getJsonObject("/api/v1/ext/{org_id}/event/{event_id}/" + path)
            .getJsonObject(method)
            .getJsonObject("responses")
            .getJsonObject(status)
            .getString("$ref");
    JsonObject answer = (JsonObject) JsonPointer.from(reference.substring(1)).queryJson(document);
    return answer
        .getJsonObject("content")
        .getJsonObject("application/json")
        .getJsonObject("example")
        .getString("message");
  }

  /** Bodies of requests that nobody shows. */
  private static List<String> withoutExample(JsonObject document) {
    List<String> bodies = new ArrayList<>();
    for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
      for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
        JsonObject content =
            ((JsonObject) operation.getValue())
                .getJsonObject("requestBody", new JsonObject())
                .getJsonObject("content", new JsonObject());
        for (Map.Entry<String, Object> body : content) {
          JsonObject shown = (JsonObject) body.getValue();
          if (!shown.containsKey("example") && !hasExample(shown.getJsonObject("schema"))) {
            bodies.add(operation.getKey() + " " + path.getKey() + " " + body.getKey());
          }
        }
      }
    }
    return bodies;
  }

  /** Forms show their parts one by one. */
  private static boolean hasExample(JsonObject form) {
    return form.getJsonObject("properties", new JsonObject()).stream()
        .anyMatch(part -> ((JsonObject) part.getValue()).containsKey("example"));
  }

  @Test
  void pathsAndComponentsOfAllServicesStandInOneDocument() {
    MergedOpenApi merged = new MergedOpenApi("http://127.0.0.1:8080");
    merged.add(
        "photos",
        new JsonObject(
            """
            {"openapi":"3.1.0","paths":{"/a":{"get":{"s":{"$ref":"#/components/schemas/Envelope"}}}},
             "components":{"schemas":{"Envelope":{"type":"object"},"Item":{"type":"string"}}}}
            """));
    merged.add(
        "search",
        new JsonObject(
            """
            {"openapi":"3.1.0","paths":{"/a":{"post":{}},"/b":{"get":{"s":{"$ref":"#/components/schemas/Item"}}}},
             "components":{"schemas":{"Envelope":{"type":"object"},"Item":{"type":"number"}}}}
            """));

    assertThat(merged.document())
        .isEqualTo(
            new JsonObject(
                """
                {"openapi":"3.1.0","info":{"title":"Recollect","version":"v1"},
                 "servers":[{"url":"http://127.0.0.1:8080"}],
                 "paths":{"/a":{"get":{"s":{"$ref":"#/components/schemas/Envelope"}},"post":{}},
                          "/b":{"get":{"s":{"$ref":"#/components/schemas/search.Item"}}}},
                 "components":{"schemas":{"Envelope":{"type":"object"},"Item":{"type":"string"},
                                          "search.Item":{"type":"number"}}}}
                """));
  }
}
