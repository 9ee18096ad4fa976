package dev.recollect.clipping.grpc;

import dev.recollect.clipping.analysis.Analyses;
import dev.recollect.kit.grpc.BlockingCalls;
import dev.recollect.proto.clipping.v1.Analysis;
import dev.recollect.proto.clipping.v1.AnalysisRequest;
import dev.recollect.proto.clipping.v1.AnalysisStatus;
import dev.recollect.proto.clipping.v1.ClipSearch;
import dev.recollect.proto.clipping.v1.ClipSearchRequest;
import dev.recollect.proto.clipping.v1.MutinyClippingServiceGrpc;
import dev.recollect.proto.clipping.v1.StartClipSearchRequest;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** What the other services ask about videos and clips. */
@GrpcService
public class ClippingGrpcService extends MutinyClippingServiceGrpc.ClippingServiceImplBase {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ClipSearchMessages searches;
  private final Analyses analyses;
  private final BlockingCalls calls;

  ClippingGrpcService(ClipSearchMessages searches, Analyses analyses, BlockingCalls calls) {
    this.searches = searches;
    this.analyses = analyses;
    this.calls = calls;
  }

  @Override
  public Uni<ClipSearch> startClipSearch(StartClipSearchRequest request) {
    return calls.run(() -> searches.start(request));
  }

  @Override
  public Uni<ClipSearch> getClipSearch(ClipSearchRequest request) {
    return calls.run(() -> searches.get(request));
  }

  @Override
  public Multi<ClipSearch> watchClipSearch(ClipSearchRequest request) {
    return calls.watch(() -> searches.get(request), PAUSE, ClipSearchMessages::isEnded);
  }

  @Override
  public Uni<ClipSearch> cancelClipSearch(ClipSearchRequest request) {
    return calls.run(() -> searches.cancel(request));
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
