package dev.recollect.clipping.search;

import dev.recollect.clipping.clip.ClipSearch;
import dev.recollect.clipping.clip.ClipState;
import dev.recollect.clipping.clip.SearchStatus;
import dev.recollect.clipping.clip.SearchedClip;
import dev.recollect.clipping.search.ClipSearchResult.VideoClipErrorItem;
import dev.recollect.clipping.search.ClipSearchResult.VideoClipItem;
import dev.recollect.clipping.search.ClipSearchView.Shown;
import dev.recollect.kit.rest.Envelope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Searches as the REST contract words them. */
@ApplicationScoped
public class ClipSearchItems {
  private final ClipSearchView view;
  private final PublicUrlConfig config;

  ClipSearchItems(ClipSearchView view, PublicUrlConfig config) {
    this.view = view;
    this.config = config;
  }

  /** The same for a search that is over already: the contract leaves its status to the result. */
  Envelope<ClipSearchStarted> started(ClipSearch search) {
    String message =
        "Video clipping search started. Poll GET /api/v1/ext/%d/event/%d/video-clipping/%s for results."
            .formatted(search.organisationId(), search.eventId(), search.requestId());
    if (search.facesInSelfie() > 1) {
      message +=
          " The largest of %d faces in the selfie is searched.".formatted(search.facesInSelfie());
    }
    return Envelope.success(
        message,
        new ClipSearchStarted(SearchStatus.PROCESSING.wire(), search.requestId().toString()));
  }

  Envelope<ClipSearchResult> result(long eventId, UUID requestId) {
    Shown shown = view.find(eventId, requestId).orElseThrow(ClipSearchStart::unknown);
    ClipSearch search = shown.search();
    boolean over = search.status().isFinal();
    List<VideoClipItem> videos =
        over ? shown.clips(ClipState.DONE).stream().map(this::item).toList() : List.of();
    List<VideoClipErrorItem> errors =
        over
            ? shown.clips(ClipState.FAILED).stream().map(ClipSearchItems::error).toList()
            : List.of();
    String error =
        search.status() == SearchStatus.CANCELLED
            ? "The search was cancelled"
            : search.error().orElse(null);
    return Envelope.success(
        over
            ? search.status().message()
            : String.format(
                Locale.ROOT,
                "%s, %.0f %% done",
                search.status().message(),
                shown.progressPercent()),
        new ClipSearchResult(
            search.requestId().toString(), search.status().wire(), videos, error, errors));
  }

  /** Where the world finds a clip. */
  public String url(SearchedClip clip) {
    return "%s/vids/%d/motion/selfie/%s/%s.mp4"
        .formatted(config.base(), clip.eventId(), clip.requestId(), clip.clipId());
  }

  private VideoClipItem item(SearchedClip clip) {
    Duration end = clip.segment().end();
    return new VideoClipItem(
        clip.clipId().toString(),
        url(clip),
        Long.toString(clip.sourceVideoKey()),
        time(clip.segment().start().toSeconds()),
        time(end.getNano() == 0 ? end.toSeconds() : end.toSeconds() + 1));
  }

  private static VideoClipErrorItem error(SearchedClip clip) {
    return new VideoClipErrorItem(
        Long.toString(clip.sourceVideoKey()),
        clip.error().orElse(null),
        clip.statusCode().isPresent() ? clip.statusCode().getAsInt() : null);
  }

  private static String time(long seconds) {
    return "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
