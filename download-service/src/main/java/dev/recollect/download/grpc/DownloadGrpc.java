package dev.recollect.download.grpc;

import dev.recollect.download.original.OriginalFinder;
import dev.recollect.download.original.Presigner;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.grpc.BlockingCalls;
import dev.recollect.proto.download.v1.DownloadService;
import dev.recollect.proto.download.v1.FailedOriginal;
import dev.recollect.proto.download.v1.PresignOriginalsRequest;
import dev.recollect.proto.download.v1.PresignOriginalsResponse;
import dev.recollect.proto.download.v1.PresignedOriginal;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Download URLs for the other services. */
@GrpcService
public class DownloadGrpc implements DownloadService {
  private final OriginalFinder finder;
  private final Presigner presigner;
  private final BlockingCalls calls;

  DownloadGrpc(OriginalFinder finder, Presigner presigner, BlockingCalls calls) {
    this.finder = finder;
    this.presigner = presigner;
    this.calls = calls;
  }

  @Override
  public Uni<PresignOriginalsResponse> presignOriginals(PresignOriginalsRequest request) {
    int asked = request.getPhotoIdsCount();
    if (asked < 1 || asked > OriginalFinder.BATCH) {
      throw RecollectException.invalidField("photo_ids", "must be 1-" + OriginalFinder.BATCH);
    }
    return calls.run(
        () ->
            message(
                presigner.presign(finder.find(request.getEventId(), request.getPhotoIdsList()))));
  }

  private static PresignOriginalsResponse message(Presigner.Outcome outcome) {
    PresignOriginalsResponse.Builder response = PresignOriginalsResponse.newBuilder();
    for (Presigner.Presigned item : outcome.presigned()) {
      response.addPresigned(
          PresignedOriginal.newBuilder()
              .setPhotoId(item.imageId())
              .setUrl(item.url().toString())
              .setFilename(item.filename()));
    }
    for (Presigner.Failed item : outcome.failed()) {
      FailedOriginal.Builder failed =
          FailedOriginal.newBuilder().setPhotoId(item.imageId()).setError(item.error());
      item.path().ifPresent(failed::setPath);
      response.addFailed(failed);
    }
    return response.build();
  }
}
