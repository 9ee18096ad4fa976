package dev.recollect.launcher.frontdoor;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** One OpenAPI document out of the services' own. */
final class MergedOpenApi {
  private final JsonObject paths = new JsonObject();
  private final Map<String, JsonObject> components = new LinkedHashMap<>();
  private final String publicUrl;
  private String openApiVersion = "3.1.0";

  MergedOpenApi(String publicUrl) {
    this.publicUrl = publicUrl;
  }

  /**
   * Adds a service's document. A component whose name is taken by a different one is renamed.
   *
   * @param prefix for such names
   */
  void add(String prefix, JsonObject document) {
    openApiVersion = document.getString("openapi", openApiVersion);
    JsonObject added = withoutClashes(prefix, document);
    added
        .getJsonObject("paths", new JsonObject())
        .forEach(path -> addPath(path.getKey(), (JsonObject) path.getValue()));
    added
        .getJsonObject("components", new JsonObject())
        .forEach(
            kind ->
                components
                    .computeIfAbsent(kind.getKey(), missing -> new JsonObject())
                    .mergeIn((JsonObject) kind.getValue()));
  }

  private void addPath(String path, JsonObject operations) {
    JsonObject known = paths.getJsonObject(path, new JsonObject());
    paths.put(path, known.mergeIn(operations));
  }

  private JsonObject withoutClashes(String prefix, JsonObject document) {
    JsonObject own = document.getJsonObject("components", new JsonObject());
    String text = document.encode();
    JsonObject renamed = new JsonObject(text);
    for (String kind : own.fieldNames()) {
      JsonObject known = components.getOrDefault(kind, new JsonObject());
      for (String name : own.getJsonObject(kind).fieldNames()) {
        JsonObject value = own.getJsonObject(kind).getJsonObject(name);
        if (known.containsKey(name) && !known.getJsonObject(name).equals(value)) {
          String reference = "\"#/components/%s/%s\"".formatted(kind, name);
          text =
              renamed
                  .encode()
                  .replace(reference, "\"#/components/%s/%s.%s\"".formatted(kind, prefix, name));
          renamed = new JsonObject(text);
          JsonObject kinds = renamed.getJsonObject("components").getJsonObject(kind);
          kinds.put(prefix + "." + name, kinds.remove(name));
        }
      }
    }
    return renamed;
  }

  JsonObject document() {
    JsonObject all = new JsonObject();
    components.forEach(all::put);
    return new JsonObject()
        .put("openapi", openApiVersion)
        .put("info", new JsonObject().put("title", "Recollect").put("version", "v1"))
        .put("servers", new JsonArray().add(new JsonObject().put("url", publicUrl)))
        .put("paths", paths)
        .put("components", all);
  }
}
