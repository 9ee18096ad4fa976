package dev.recollect.search.gallery;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A photo on the wire.
 *
 * @param height of the original, in pixels
 * @param width of the original, in pixels
 * @param originalUrl null unless the event publishes originals
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record ImageItem(
    String imgUrl,
    Integer height,
    Integer width,
    String imageId,
    String thumbnailUrl,
    @Schema(nullable = true) String originalUrl) {}
