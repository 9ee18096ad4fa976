package dev.recollect.search.gallery;

import dev.recollect.kit.rest.Pagination;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** A page of photos on the wire. */
@RegisterForReflection
public record ImagePage(List<ImageItem> images, Pagination pagination) {}
