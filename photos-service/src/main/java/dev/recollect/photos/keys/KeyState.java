package dev.recollect.photos.keys;

import dev.recollect.kit.error.RecollectException;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;

/** Whether a key opens anything. A deleted one never will again. */
public enum KeyState {
  ACTIVE,
  INACTIVE,
  DELETED;

  /** As written in JSON and in the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads what a caller may ask for: active or inactive. */
  static KeyState asked(String word) {
    return switch (word) {
      case "active" -> ACTIVE;
      case "inactive" -> INACTIVE;
      default -> throw RecollectException.invalidField("state", "must be active or inactive");
    };
  }

  /** Stores the lower-case word. */
  @Converter
  public static class Column implements AttributeConverter<KeyState, String> {
    @Override
    public String convertToDatabaseColumn(KeyState state) {
      return state.word();
    }

    @Override
    public KeyState convertToEntityAttribute(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
