package dev.recollect.photos.capture;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One physical camera, as far as EXIF tells: make, model and serial number.
 *
 * @param id lower-case letters, digits and dashes, fit for a URL
 * @param name for people
 */
public record Camera(String id, String name) {
  private static final int LONGEST = 200;

  /** Empty when neither make nor model is known. Any of the three may be null. */
  static Optional<Camera> of(String make, String model, String serial) {
    String known = words(make) + words(model);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    String maker = words(make);
    // Many models carry their maker's name already.
    boolean named =
        words(model).toLowerCase(Locale.ROOT).startsWith(maker.toLowerCase(Locale.ROOT));
    String name =
        Stream.of(named ? "" : maker, words(model), words(serial))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" "));
    String bounded = name.substring(0, Math.min(name.length(), LONGEST));
    String id =
        bounded.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return id.isEmpty() ? Optional.empty() : Optional.of(new Camera(id, bounded));
  }

  private static String words(String text) {
    return text == null ? "" : text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }
}
