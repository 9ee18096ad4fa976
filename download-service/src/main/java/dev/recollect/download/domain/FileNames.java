package dev.recollect.download.domain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names that are unique inside one archive. Not thread-safe. */
public final class FileNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> nextNumbers = new HashMap<>();

  /** The name itself, or the name with a number; names that differ in case only count as equal. */
  public String unique(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    String candidate = name;
    int number = nextNumbers.getOrDefault(folded, 2);
    while (!taken.add(candidate.toLowerCase(Locale.ROOT))) {
      int dot = name.lastIndexOf('.');
      int end = dot > 0 ? dot : name.length();
      candidate = name.substring(0, end) + " (" + number++ + ")" + name.substring(end);
    }
    nextNumbers.put(folded, number);
    return candidate;
  }
}
