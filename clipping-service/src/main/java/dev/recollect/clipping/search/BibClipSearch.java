package dev.recollect.clipping.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * Body of a search by bib.
 *
 * @param bib any case, surrounding blanks ignored; leading zeros count
 * @param requestId id of the search; absent means a new one
 */
public record BibClipSearch(
    @NotBlank @Size(max = 32) @JsonProperty("bib") String bib,
    @JsonProperty("request_id") String requestId) {}
