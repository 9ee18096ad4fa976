package dev.recollect.photos.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.photos.capture.CaptureTimes;
import dev.recollect.photos.changes.ChangeLog;
import dev.recollect.photos.keys.AccessCache;
import dev.recollect.photos.organisations.Organisation;
import dev.recollect.photos.photo.Photo;
import dev.recollect.photos.removal.Removals;
import dev.recollect.photos.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** Makes, changes and deletes events, each together with its change row. */
@ApplicationScoped
public class Events {
  private final SettingsPatch patch;
  private final AccessCache cache;

  Events(SettingsPatch patch, AccessCache cache) {
    this.patch = patch;
    this.cache = cache;
  }

  /**
   * @throws RecollectException 404 without the organisation, 409 when the slug is taken, 422
   */
  Uni<Event> create(long organisationId, ObjectNode body) {
    EventSettings settings = patch.apply(EventSettings.DEFAULT, body);
    if (settings.coverImageId() != null) {
      throw RecollectException.invalidField("cover_image_id", "must be a photo of the event");
    }
    Event event = new Event();
    event.organisationId = organisationId;
    event.createdAt = now();
    settings.applyTo(event);
    return slugGuarded(
            Panache.withTransaction(
                () ->
                    requireOrganisation(organisationId)
                        .chain(() -> requireTimeZone(EventSettings.DEFAULT, settings))
                        .chain(() -> event.<Event>persistAndFlush())
                        .call(stored -> ChangeLog.event(stored.eventId))))
        .call(stored -> cache.forgetEvent(stored.eventId));
  }

  /**
   * @throws RecollectException 404 when it was deleted meanwhile, 409 when the slug is taken, 422
   */
  Uni<Event> change(long eventId, ObjectNode body) {
    return slugGuarded(
            Panache.withTransaction(
                () ->
                    lock(eventId)
                        .chain(() -> Event.findPresent(eventId))
                        .chain(event -> apply(event, body))
                        .call(() -> ChangeLog.event(eventId))))
        .call(() -> cache.forgetEvent(eventId));
  }

  private Uni<Event> apply(Event event, ObjectNode body) {
    EventSettings before = EventSettings.of(event);
    EventSettings after = patch.apply(before, body);
    return requirePhoto(event.eventId, before, after)
        .chain(() -> requireTimeZone(before, after))
        .invoke(() -> after.applyTo(event))
        .chain(() -> event.<Event>persistAndFlush())
        .call(
            () ->
                before.timeZone().equals(after.timeZone())
                    ? Uni.createFrom().voidItem()
                    : CaptureTimes.readAnew(event.eventId));
  }

  /** Takes the event out of sight at once and leaves the rest to the removal job. */
  public Uni<Void> delete(long eventId) {
    return Panache.withTransaction(
            () ->
                lock(eventId)
                    .chain(() -> Event.findPresent(eventId))
                    .invoke(event -> event.deletedAt = now())
                    .chain(event -> event.<Event>persistAndFlush())
                    .chain(() -> ChangeLog.event(eventId))
                    .chain(() -> Removals.requestForEvent(eventId)))
        .call(() -> cache.forgetEvent(eventId));
  }

  /**
   * Holds back every ingest and every other change of the event until the transaction ends.
   *
   * @throws RecollectException 404 when the event is not there
   */
  public static Uni<Void> lock(long eventId) {
    return Sql.value(
            Long.class,
            "select event_id from event where event_id = ?1 and deleted_at is null for update",
            eventId)
        .onItem()
        .ifNull()
        .failWith(() -> RecollectException.notFound("Event not found"))
        .replaceWithVoid();
  }

  private static Uni<Void> requireOrganisation(long organisationId) {
    return Organisation.exists(organisationId)
        .invoke(
            exists -> {
              if (!exists) {
                throw RecollectException.notFound("Organisation not found");
              }
            })
        .replaceWithVoid();
  }

  private static Uni<Void> requirePhoto(long eventId, EventSettings before, EventSettings after) {
    UUID cover = after.coverImageId();
    if (cover == null || cover.equals(before.coverImageId())) {
      return Uni.createFrom().voidItem();
    }
    return Photo.findInEvent(eventId, cover)
        .onItem()
        .ifNull()
        .failWith(
            () -> RecollectException.invalidField("cover_image_id", "must be a photo of the event"))
        .replaceWithVoid();
  }

  /** PostgreSQL works out the times, and knows fewer zones than Java. */
  private static Uni<Void> requireTimeZone(EventSettings before, EventSettings after) {
    if (after.timeZone().equals(before.timeZone())) {
      return Uni.createFrom().voidItem();
    }
    return Sql.value(
            Long.class, "select count(*) from pg_timezone_names where name = ?1", after.timeZone())
        .invoke(
            known -> {
              if (known == 0) {
                throw SettingsPatch.unknownTimeZone();
              }
            })
        .replaceWithVoid();
  }

  private static Uni<Event> slugGuarded(Uni<Event> write) {
    return write
        .onFailure(ConstraintViolationException.class)
        .transform(
            failure ->
                new RecollectException(
                    ErrorCode.CONFLICT,
                    "The organisation has an event with this event_slug",
                    failure));
  }

  private static Instant now() {
    return Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.MICROS);
  }
}
