package dev.recollect.launcher.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class MergedOpenApiTest {

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
