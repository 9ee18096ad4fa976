package dev.recollect.search.bib;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What counts as the same number: case and surrounding blanks do not, leading zeros do. */
public final class BibNumber {
  private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._/-]{0,19}");

  private BibNumber() {}

  /** The one spelling that is stored and searched. */
  public static String normalized(String text) {
    return text.strip().toUpperCase(Locale.ROOT);
  }

  /** The stored spelling of what a person enters; empty when it can be no bib number. */
  public static Optional<String> entered(String text) {
    return Optional.ofNullable(text)
        .map(BibNumber::normalized)
        .filter(number -> ALLOWED.matcher(number).matches());
  }
}
