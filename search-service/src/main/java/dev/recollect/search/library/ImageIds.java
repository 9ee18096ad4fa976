package dev.recollect.search.library;

import dev.recollect.kit.error.RecollectException;
import java.util.UUID;

/** Ids of photos as clients send them: any text, of which only UUIDs can be known. */
public final class ImageIds {
  private ImageIds() {}

  /**
   * @throws RecollectException 404 for what is no id of ours
   */
  public static UUID parse(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notOurs) {
      throw unknown();
    }
  }

  /** 404 for a photo that the event does not have. */
  public static RecollectException unknown() {
    return RecollectException.notFound("Image not found");
  }
}
