package dev.recollect.clipping.search;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Answer to the start of a search: where it stands. */
public record ClipSearchStarted(
    @JsonProperty("status") String status, @JsonProperty("request_id") String requestId) {}
