package dev.recollect.clipping.search;

import dev.recollect.clipping.domain.SegmentRules;
import dev.recollect.kit.grpc.GrpcCalls;
import dev.recollect.proto.access.v1.AccessService;
import dev.recollect.proto.access.v1.ClipSettings;
import dev.recollect.proto.access.v1.Event;
import dev.recollect.proto.access.v1.FindEventRequest;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How the events' organisers want clips, which photos-service keeps. */
@ApplicationScoped
class EventClipSettings {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final AccessService photos;

  EventClipSettings(@GrpcClient("photos") AccessService photos) {
    this.photos = photos;
  }

  /**
   * What an event says of its clips.
   *
   * @param stamped they carry the event's stamp
   * @param retention how long they are kept
   */
  record Settings(SegmentRules rules, boolean stamped, Duration retention) {}

  /**
   * @throws io.grpc.StatusRuntimeException when photos-service does not answer, or has no such
   *     event
   */
  Settings of(long eventId) {
    FindEventRequest request = FindEventRequest.newBuilder().setEventId(eventId).build();
    Event event = GrpcCalls.retrying(photos.findEvent(request)).await().atMost(PATIENCE).getEvent();
    ClipSettings clips = event.getClips();
    Duration minimum = seconds(clips.getMinLengthSeconds());
    Duration twice = minimum.multipliedBy(2);
    Duration maximum = seconds(clips.getMaxLengthSeconds());
    return new Settings(
        new SegmentRules(
            seconds(clips.getPaddingBeforeSeconds()),
            seconds(clips.getPaddingAfterSeconds()),
            seconds(clips.getMaxGapSeconds()),
            minimum,
            maximum.compareTo(twice) < 0 ? twice : maximum,
            clips.getMaxClipsPerVideo()),
        clips.getStamped(),
        Duration.ofDays(clips.getRetentionDays()));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
