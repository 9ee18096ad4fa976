package dev.recollect.photos.keys;

import dev.recollect.kit.access.Scope;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Stores scopes as words separated by spaces, in the order of the enum. */
@Converter
public class ScopesColumn implements AttributeConverter<Set<Scope>, String> {

  @Override
  public String convertToDatabaseColumn(Set<Scope> scopes) {
    return scopes.stream()
        .sorted()
        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }

  @Override
  public Set<Scope> convertToEntityAttribute(String words) {
    return Arrays.stream(words.split(" ", -1))
        .map(word -> Scope.valueOf(word.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
  }
}
