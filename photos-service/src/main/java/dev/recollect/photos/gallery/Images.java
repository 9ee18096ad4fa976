package dev.recollect.photos.gallery;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.rest.Envelope;
import dev.recollect.kit.rest.Pagination;
import java.util.List;

/** A page of photos. */
public record Images(
    @JsonProperty("images") List<ImageItem> images,
    @JsonProperty("pagination") Pagination pagination) {

  /**
   * The answer for a page.
   *
   * @param some the message when there are photos at all
   */
  public static Envelope<Images> answer(String some, Images page) {
    return Envelope.success(page.pagination().total() == 0 ? "No images found" : some, page);
  }
}
