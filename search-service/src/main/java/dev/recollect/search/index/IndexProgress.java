package dev.recollect.search.index;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far indexing of an event is.
 *
 * @param failed set aside until somebody asks for another try
 * @param ratePerSecond photos per second, over at most the last minute
 * @param etaSeconds null while nothing is known of the rate
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record IndexProgress(
    long total,
    long indexed,
    long pending,
    long failed,
    double ratePerSecond,
    @Schema(nullable = true) Double etaSeconds) {

  /**
   * @param finished photos within the window
   * @param windowSeconds its length
   */
  static IndexProgress of(
      long indexed, long pending, long failed, long finished, double windowSeconds) {
    double rate = finished == 0 ? 0 : finished / Math.max(1, windowSeconds);
    Double eta = pending == 0 ? Double.valueOf(0) : rate > 0 ? pending / rate : null;
    return new IndexProgress(indexed + pending + failed, indexed, pending, failed, rate, eta);
  }
}
