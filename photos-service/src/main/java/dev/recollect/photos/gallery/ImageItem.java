package dev.recollect.photos.gallery;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.annotation.Nullable;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A photo as the public API shows it.
 *
 * @param imgUrl large preview, stamped when the event has a stamp
 * @param height pixels of the original as shown
 * @param originalUrl null unless the event publishes originals; then valid for about an hour
 */
public record ImageItem(
    @JsonProperty("img_url") String imgUrl,
    @JsonProperty("height") int height,
    @JsonProperty("width") int width,
    @JsonProperty("image_id") String imageId,
    @JsonProperty("thumbnail_url") String thumbnailUrl,
    @JsonProperty("original_url") @Nullable @Schema(nullable = true) String originalUrl) {}
