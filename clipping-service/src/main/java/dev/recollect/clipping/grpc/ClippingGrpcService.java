package dev.recollect.clipping.grpc;

import dev.recollect.clipping.analysis.Analyses;
import dev.recollect.kit.grpc.BlockingCalls;
import dev.recollect.proto.clipping.v1.Analysis;
import dev.recollect.proto.clipping.v1.AnalysisRequest;
import dev.recollect.proto.clipping.v1.AnalysisStatus;
import dev.recollect.proto.clipping.v1.MutinyClippingServiceGrpc;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** What the other services ask about videos and clips. */
@GrpcService
public class ClippingGrpcService extends MutinyClippingServiceGrpc.ClippingServiceImplBase {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Analyses analyses;
  private final BlockingCalls calls;

  ClippingGrpcService(Analyses analyses, BlockingCalls calls) {
    this.analyses = analyses;
    this.calls = calls;
  }

  @Override
  public Uni<Analysis> getAnalysis(AnalysisRequest request) {
    return calls.run(() -> find(request));
  }

  @Override
  public Multi<Analysis> watchAnalysis(AnalysisRequest request) {
    return calls.watch(() -> find(request), PAUSE, ClippingGrpcService::isEnded);
  }

  private Analysis find(AnalysisRequest request) {
    var found = analyses.find(request.getEventId(), request.getSourceVideoKey());
    Analysis.Builder message =
        Analysis.newBuilder()
            .setEventId(request.getEventId())
            .setSourceVideoKey(found.sourceVideoKey())
            .setStatus(
                switch (found.status()) {
                  case PENDING -> AnalysisStatus.ANALYSIS_STATUS_PENDING;
                  case RUNNING -> AnalysisStatus.ANALYSIS_STATUS_RUNNING;
                  case DONE -> AnalysisStatus.ANALYSIS_STATUS_DONE;
                  case FAILED -> AnalysisStatus.ANALYSIS_STATUS_FAILED;
                })
            .setProgressPercent(found.progressPercent())
            .setTracks(found.tracks());
    if (found.etaSeconds() != null) {
      message.setEtaSeconds(found.etaSeconds());
    }
    if (found.reason() != null) {
      message.setError(found.reason());
    }
    return message.build();
  }

  private static boolean isEnded(Analysis analysis) {
    return analysis.getStatus() == AnalysisStatus.ANALYSIS_STATUS_DONE
        || analysis.getStatus() == AnalysisStatus.ANALYSIS_STATUS_FAILED;
  }
}
