package dev.recollect.search.index;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far indexing of one photo is.
 *
 * @param status pending, indexed or failed
 * @param attempts tries so far
 * @param reason of the last failure, if there was one since it was last put in line
 * @param faces null until indexed
 * @param bibReadings null until indexed
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record PhotoIndexStatus(
    String imageId,
    String status,
    int attempts,
    @Schema(nullable = true) String reason,
    @Schema(nullable = true) Integer faces,
    @Schema(nullable = true) Integer bibReadings) {}
