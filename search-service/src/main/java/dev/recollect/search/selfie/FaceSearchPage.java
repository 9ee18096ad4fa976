package dev.recollect.search.selfie;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.rest.Pagination;
import dev.recollect.search.gallery.ImageItem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A page of a selfie search on the wire.
 *
 * @param confidencePercentage the threshold that was in force, 0-100
 */
@RegisterForReflection
public record FaceSearchPage(
    @JsonProperty("request_id") String requestId,
    @JsonProperty("confidence_percentage") Double confidencePercentage,
    List<ImageItem> images,
    Pagination pagination) {}
