package dev.recollect.clipping.analysis;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far the analysis of an event's source videos is.
 *
 * @param pending not ended yet
 * @param failed set aside until somebody asks for another try
 * @param progressPercent 0-100, of the length of all videos
 * @param etaSeconds null while nothing is known of the rate
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record EventAnalysis(
    long total,
    long analysed,
    long pending,
    long failed,
    double progressPercent,
    @Schema(nullable = true) Double etaSeconds) {

  static EventAnalysis of(List<AnalysisState> videos) {
    long analysed = count(videos, Analysis.Status.DONE);
    long failed = count(videos, Analysis.Status.FAILED);
    Duration length = Duration.ZERO;
    Duration done = Duration.ZERO;
    Duration left = Duration.ZERO;
    AnalysisState.Recent recent =
        new AnalysisState.Recent(Duration.ZERO, Optional.empty(), Optional.empty());
    for (AnalysisState video : videos) {
      length = length.plus(video.length());
      done = done.plus(video.chunks().analysed());
      left = left.plus(video.left());
      recent = recent.and(video.recent());
    }
    return new EventAnalysis(
        videos.size(),
        analysed,
        videos.size() - analysed - failed,
        failed,
        !videos.isEmpty() && analysed == videos.size() ? 100 : AnalysisState.percent(done, length),
        AnalysisState.eta(left, recent));
  }

  private static long count(List<AnalysisState> videos, Analysis.Status status) {
    return videos.stream().filter(video -> video.status() == status).count();
  }
}
