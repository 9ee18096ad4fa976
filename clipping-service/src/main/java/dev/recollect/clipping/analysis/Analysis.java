package dev.recollect.clipping.analysis;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far the analysis of a source video is, under the model that searches are answered with.
 *
 * @param progressPercent 0-100, of the video's length
 * @param etaSeconds null while nothing is known of the rate, and after a failure
 * @param tracks faces followed so far
 * @param reason of the failure, for people; null otherwise
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record Analysis(
    long sourceVideoKey,
    Status status,
    double progressPercent,
    @Schema(nullable = true) Double etaSeconds,
    long tracks,
    @Schema(nullable = true) String reason) {

  /** Where it stands. */
  @RegisterForReflection
  public enum Status {
    /** Nobody has looked into the file yet. */
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("done")
    DONE,
    /** Set aside until somebody asks for another try. */
    @JsonProperty("failed")
    FAILED
  }
}
