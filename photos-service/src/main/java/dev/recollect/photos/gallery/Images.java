package dev.recollect.photos.gallery;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recollect.kit.rest.Pagination;
import java.util.List;

/** A page of photos. */
public record Images(
    @JsonProperty("images") List<ImageItem> images,
    @JsonProperty("pagination") Pagination pagination) {}
