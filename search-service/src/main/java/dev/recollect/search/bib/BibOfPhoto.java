package dev.recollect.search.bib;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A number by which a photo is found.
 *
 * @param source ocr, corrected or propagated
 * @param confidence 0-1; of a propagated number the similarity of the faces
 * @param faceKnown whether it is known which face wears it
 */
@RegisterForReflection
public record BibOfPhoto(
    String bib, String source, double confidence, @JsonProperty("face_known") boolean faceKnown) {}
