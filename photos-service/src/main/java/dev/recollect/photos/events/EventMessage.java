package dev.recollect.photos.events;

import dev.recollect.proto.access.v1.Event.Builder;

/** An event as other services receive it. */
public final class EventMessage {
  private EventMessage() {}

  public static dev.recollect.proto.access.v1.Event of(Event event) {
    Builder message =
        dev.recollect.proto.access.v1.Event.newBuilder()
            .setEventId(event.eventId)
            .setOrganisationId(event.organisationId)
            .setEventEnabled(event.enabled)
            .setBibSearch(event.bibSearch)
            .setSelfieSearch(event.selfieSearch)
            .setVideoSearch(event.videoSearch)
            .setVideoSelfieSearch(event.videoSelfieSearch)
            .setTimelineSearch(event.timelineSearch)
            .setBibPropagation(event.bibPropagation)
            .setBibReviewConfidence(event.bibReviewConfidence)
            .setPublishOriginals(event.publishOriginals)
            .setClips(of(event.clips));
    if (event.faceThresholdPercent != null) {
      message.setFaceThresholdPercent(event.faceThresholdPercent);
    }
    return message.build();
  }

  private static dev.recollect.proto.access.v1.ClipSettings of(ClipSettings clips) {
    return dev.recollect.proto.access.v1.ClipSettings.newBuilder()
        .setPaddingBeforeSeconds(clips.paddingBefore())
        .setPaddingAfterSeconds(clips.paddingAfter())
        .setMaxGapSeconds(clips.maxGap())
        .setMinLengthSeconds(clips.minLength())
        .setMaxLengthSeconds(clips.maxLength())
        .setMaxClipsPerVideo(clips.maxPerVideo())
        .setStamped(clips.stamped())
        .setRetentionDays(clips.retentionDays())
        .build();
  }
}
