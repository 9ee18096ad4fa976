package dev.recollect.clipping.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.recollect.clipping.clip.ClipState;
import dev.recollect.clipping.clip.SearchStatus;
import dev.recollect.clipping.clip.SearchedClip;
import dev.recollect.clipping.search.ClipSearchCancel;
import dev.recollect.clipping.search.ClipSearchItems;
import dev.recollect.clipping.search.ClipSearchRequests;
import dev.recollect.clipping.search.ClipSearchView;
import dev.recollect.clipping.search.ClipSearchView.Shown;
import dev.recollect.kit.access.AccessDirectory;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.kit.rest.RequestIds;
import dev.recollect.proto.clipping.v1.Clip;
import dev.recollect.proto.clipping.v1.ClipError;
import dev.recollect.proto.clipping.v1.ClipSearch;
import dev.recollect.proto.clipping.v1.ClipSearchRequest;
import dev.recollect.proto.clipping.v1.ClipSearchStatus;
import dev.recollect.proto.clipping.v1.StartClipSearchRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Clip searches as gRPC words them. Every call blocks. */
@ApplicationScoped
class ClipSearchMessages {
  private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(15);

  private final AccessDirectory directory;
  private final ClipSearchRequests requests;
  private final ClipSearchView view;
  private final ClipSearchCancel cancel;
  private final ClipSearchItems items;

  ClipSearchMessages(
      AccessDirectory directory,
      ClipSearchRequests requests,
      ClipSearchView view,
      ClipSearchCancel cancel,
      ClipSearchItems items) {
    this.directory = directory;
    this.requests = requests;
    this.view = view;
    this.cancel = cancel;
    this.items = items;
  }

  ClipSearch start(StartClipSearchRequest request) {
    EventAccess event =
        directory
            .findEvent(request.getEventId())
            .await()
            .atMost(PATIENCE)
            .orElseThrow(() -> RecollectException.notFound("Event not found"));
    Optional<UUID> id =
        request.hasRequestId()
            ? Optional.of(RequestIds.parse(request.getRequestId()))
            : Optional.empty();
    var search =
        switch (request.getQueryCase()) {
          case SELFIE -> requests.bySelfie(event, id, request.getSelfie().toByteArray());
          case FACE_SEARCH_ID -> requests.byFaceSearch(event, faceSearch(request));
          case BIB -> requests.byBib(event, id, request.getBib());
          case QUERY_NOT_SET ->
              throw RecollectException.invalidField(
                  "query", "must be a selfie, the id of a face search, or a bib");
        };
    return message(view.find(search.eventId(), search.requestId()).orElseThrow(this::unknown));
  }

  private static UUID faceSearch(StartClipSearchRequest request) {
    if (request.hasRequestId()) {
      throw RecollectException.invalidField("request_id", "must be absent with face_search_id");
    }
    return RequestIds.parse(request.getFaceSearchId());
  }

  ClipSearch get(ClipSearchRequest request) {
    UUID id = RequestIds.parse(request.getRequestId());
    return message(view.find(request.getEventId(), id).orElseThrow(this::unknown));
  }

  ClipSearch cancel(ClipSearchRequest request) {
    cancel.cancel(request.getEventId(), RequestIds.parse(request.getRequestId()));
    return get(request);
  }

  private RecollectException unknown() {
    return RecollectException.notFound("No video clipping search has this request_id");
  }

  static boolean isEnded(ClipSearch search) {
    return search.getStatus() != ClipSearchStatus.CLIP_SEARCH_STATUS_PROCESSING;
  }

  private ClipSearch message(Shown shown) {
    ClipSearch.Builder message =
        ClipSearch.newBuilder()
            .setEventId(shown.search().eventId())
            .setRequestId(shown.search().requestId().toString())
            .setStatus(status(shown.search().status()))
            .setProgressPercent(shown.progressPercent());
    shown.clips(ClipState.DONE).forEach(clip -> message.addClips(clip(clip)));
    shown.clips(ClipState.FAILED).forEach(clip -> message.addClipErrors(error(clip)));
    shown.search().error().ifPresent(message::setError);
    return message.build();
  }

  private Clip clip(SearchedClip clip) {
    Clip.Builder message =
        Clip.newBuilder()
            .setClipId(clip.clipId().toString())
            .setUrl(items.url(clip))
            .setSourceVideoKey(clip.sourceVideoKey())
            .setStart(duration(clip.segment().start()))
            .setEnd(duration(clip.segment().end()));
    clip.recordedAt()
        .map(at -> Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
        .ifPresent(message::setRecordedAt);
    return message.build();
  }

  private static ClipError error(SearchedClip clip) {
    return ClipError.newBuilder()
        .setSourceVideoKey(clip.sourceVideoKey())
        .setError(clip.error().orElse(""))
        .build();
  }

  private static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  private static ClipSearchStatus status(SearchStatus status) {
    return switch (status) {
      case PROCESSING -> ClipSearchStatus.CLIP_SEARCH_STATUS_PROCESSING;
      case COMPLETED -> ClipSearchStatus.CLIP_SEARCH_STATUS_COMPLETED;
      case NO_MATCHES -> ClipSearchStatus.CLIP_SEARCH_STATUS_NO_MATCHES;
      case NO_SEGMENTS -> ClipSearchStatus.CLIP_SEARCH_STATUS_NO_SEGMENTS;
      case CLIP_FAILED -> ClipSearchStatus.CLIP_SEARCH_STATUS_CLIP_FAILED;
      case FAILED -> ClipSearchStatus.CLIP_SEARCH_STATUS_FAILED;
      case CANCELLED -> ClipSearchStatus.CLIP_SEARCH_STATUS_CANCELLED;
    };
  }
}
