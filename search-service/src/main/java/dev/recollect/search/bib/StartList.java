package dev.recollect.search.bib;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The numbers that were handed out, and what they make of a reading. Without a list every reading
 * stands. With one, a reading stands when its number is on the list. A reading that is not, but is
 * the beginning or the end of exactly one listed number and at least half as long, is taken for
 * that number with a part hidden, which is how most wrong readings come about. Anything else is no
 * number of this event and waits for a person. Immutable once built.
 */
public final class StartList {
  private final TreeSet<String> numbers = new TreeSet<>();
  private final TreeSet<String> reversed = new TreeSet<>();

  /**
   * @param numbers in their stored spelling
   */
  public StartList(Collection<String> numbers) {
    for (String number : numbers) {
      this.numbers.add(number);
      this.reversed.add(reverse(number));
    }
  }

  /** The number that a reading stands for; empty when the list knows none, or more than one. */
  public Optional<String> resolve(String reading) {
    if (numbers.isEmpty() || numbers.contains(reading)) {
      return Optional.of(reading);
    }
    TreeSet<String> candidates = new TreeSet<>();
    collect(numbers, reading, false, candidates);
    collect(reversed, reverse(reading), true, candidates);
    return candidates.size() == 1
        ? Optional.of(candidates.first()).filter(number -> 2 * reading.length() >= number.length())
        : Optional.empty();
  }

  /** Adds up to two entries that begin with {@code start}: more make no difference. */
  private static void collect(
      TreeSet<String> entries, String start, boolean turned, TreeSet<String> found) {
    String entry = entries.ceiling(start);
    for (int i = 0; i < 2 && entry != null && entry.startsWith(start); i++) {
      found.add(turned ? reverse(entry) : entry);
      entry = entries.higher(entry);
    }
  }

  private static String reverse(String text) {
    return new StringBuilder(text).reverse().toString();
  }
}
