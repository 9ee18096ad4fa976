package dev.recollect.photos.events;

import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.rest.PageRequest;
import dev.recollect.photos.sql.Pages;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** One occasion with its photos, its switches and its thresholds. */
@Entity
@Table(name = "event")
@DynamicUpdate // a change of settings must not write back a rendition version it read earlier
public class Event extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "event_id")
  public Long eventId;

  @Column(name = "organisation_id")
  public long organisationId;

  @Column(name = "event_name")
  public String name;

  @Column(name = "event_slug")
  public String slug;

  /** Local to the event's place. */
  @Column(name = "event_date")
  public LocalDateTime date;

  /** IANA name; cameras that do not say their offset are taken to be on it. */
  @Column(name = "time_zone")
  public String timeZone;

  @Convert(converter = EventStatus.Column.class)
  public EventStatus status;

  @Column(name = "event_enabled")
  public boolean enabled;

  @Column(name = "bib_search")
  public boolean bibSearch;

  @Column(name = "selfie_search")
  public boolean selfieSearch;

  @Column(name = "name_search")
  public boolean nameSearch;

  @Column(name = "video_search")
  public boolean videoSearch;

  @Column(name = "video_selfie_search")
  public boolean videoSelfieSearch;

  @Column(name = "timeline_search")
  public boolean timelineSearch;

  @Column(name = "bib_propagation")
  public boolean bibPropagation;

  @Column(name = "publish_originals")
  public boolean publishOriginals;

  /** 0-100; null means the face model's default. */
  @Column(name = "face_threshold_percent")
  public Double faceThresholdPercent;

  /** 0-1. */
  @Column(name = "bib_review_confidence")
  public double bibReviewConfidence;

  /** Days after {@link #date} at which the event is removed; null means never. */
  @Column(name = "retention_days")
  public Integer retentionDays;

  @Column(name = "cover_image_id")
  public UUID coverImageId;

  @Embedded public ClipSettings clips;

  /** The version that renditions should have; a photo with a lower one is made again. */
  @Column(name = "rendition_version")
  public int renditionVersion = 1;

  @Column(name = "created_at")
  public Instant createdAt;

  @Column(name = "deleted_at")
  public Instant deletedAt;

  /** The event, or null when there is none or it was deleted. */
  public static Uni<Event> findPresent(long eventId) {
    return Event.<Event>findById(eventId)
        .map(event -> event == null || event.deletedAt != null ? null : event);
  }

  /** An organisation's events, newest first. */
  public static Uni<Pages.Page<Event>> pageOf(long organisationId, PageRequest request) {
    return Pages.of(
        Event.class,
        "event_id",
        "event where organisation_id = ?1 and deleted_at is null",
        "event_date desc, event_id",
        request,
        organisationId);
  }

  /** Those of the events that are there. */
  public static Uni<List<Event>> listPresent(Collection<Long> eventIds) {
    return Sql.entities(Event.class, eventIds)
        .map(found -> found.stream().filter(event -> event.deletedAt == null).toList());
  }

  /** What decides about requests. */
  public EventAccess access() {
    return new EventAccess(
        eventId,
        organisationId,
        enabled,
        bibSearch,
        selfieSearch,
        videoSearch,
        videoSelfieSearch,
        timelineSearch,
        publishOriginals,
        faceThresholdPercent == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(faceThresholdPercent));
  }
}
