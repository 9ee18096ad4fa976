package dev.recollect.photos.events;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;

/** Where an event is in its life; for people, it opens and closes nothing. */
public enum EventStatus {
  DRAFT,
  ACTIVE,
  ARCHIVED;

  /** As written in JSON and in the database. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Stores the lower-case word. */
  @Converter
  public static class Column implements AttributeConverter<EventStatus, String> {
    @Override
    public String convertToDatabaseColumn(EventStatus status) {
      return status.word();
    }

    @Override
    public EventStatus convertToEntityAttribute(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
