package dev.recollect.photos.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.lang.reflect.RecordComponent;
import java.text.Normalizer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lays a JSON body over settings, as a JSON merge patch (RFC 7396) does: what the body leaves out
 * stays, an explicit null clears.
 */
@ApplicationScoped
public class SettingsPatch {
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 9999;

  private final ObjectMapper json;
  private final Validator validator;

  SettingsPatch(ObjectMapper json, Validator validator) {
    this.json = json;
    this.validator = validator;
  }

  /**
   * @throws RecollectException 422 naming every field that is unknown, mistyped or out of range
   */
  EventSettings apply(EventSettings before, ObjectNode body) {
    ObjectNode merged = json.valueToTree(before);
    List<String> unknown = new ArrayList<>();
    merge(merged, body, "", unknown);
    if (!unknown.isEmpty()) {
      throw new RecollectException(ErrorCode.INVALID_FIELD, String.join("; ", unknown));
    }
    if (merged.get("event_slug").isNull() && merged.get("event_name").isTextual()) {
      merged.put("event_slug", slugOf(merged.get("event_name").textValue()));
    }
    return validated(read(merged));
  }

  private static void merge(ObjectNode into, ObjectNode patch, String path, List<String> unknown) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      if (!into.has(name)) {
        unknown.add(path + name + ": is not a known field");
      } else if (into.get(name) instanceof ObjectNode inner
          && field.getValue() instanceof ObjectNode changes) {
        merge(inner, changes, path + name + ".", unknown);
      } else {
        into.set(name, field.getValue());
      }
    }
  }

  private EventSettings read(ObjectNode merged) {
    try {
      return json.treeToValue(merged, EventSettings.class);
    } catch (com.fasterxml.jackson.databind.JsonMappingException mistyped) {
      String field =
          mistyped.getPath().stream()
              .map(part -> String.valueOf(part.getFieldName()))
              .collect(Collectors.joining("."));
      throw RecollectException.invalidField(field, "is of the wrong type or shape");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a JSON tree could not be read", impossible);
    }
  }

  private EventSettings validated(EventSettings settings) {
    String problems =
        validator.validate(settings).stream()
            .map(found -> jsonName(found.getPropertyPath()) + ": " + found.getMessage())
            .sorted()
            .collect(Collectors.joining("; "));
    if (!problems.isEmpty()) {
      throw new RecollectException(ErrorCode.INVALID_FIELD, problems);
    }
    int year = settings.date().getYear();
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      throw RecollectException.invalidField(
          "event_date", "must be in the years %d-%d".formatted(FIRST_YEAR, LAST_YEAR));
    }
    // By name only: PostgreSQL reads the sign of "UTC+2" the other way round.
    if (!ZoneId.getAvailableZoneIds().contains(settings.timeZone())) {
      throw unknownTimeZone();
    }
    if (settings.clips().maxLength() < 2 * settings.clips().minLength()) {
      throw RecollectException.invalidField(
          "clips.max_length_seconds", "must be at least twice min_length_seconds");
    }
    return settings;
  }

  static RecollectException unknownTimeZone() {
    return RecollectException.invalidField("time_zone", "must be an IANA time zone");
  }

  private static String jsonName(jakarta.validation.Path property) {
    List<String> names = new ArrayList<>();
    Class<?> owner = EventSettings.class;
    for (jakarta.validation.Path.Node node : property) {
      for (RecordComponent component : owner.getRecordComponents()) {
        if (component.getName().equals(node.getName())) {
          names.add(component.getAccessor().getAnnotation(JsonProperty.class).value());
          owner = component.getType();
          break;
        }
      }
    }
    return String.join(".", names);
  }

  /** Letters without their accents, everything else a dash; "event" when nothing is left. */
  static String slugOf(String name) {
    String slug =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String bounded = slug.substring(0, Math.min(slug.length(), 100)).replaceAll("-$", "");
    return bounded.isEmpty() ? "event" : bounded;
  }
}
