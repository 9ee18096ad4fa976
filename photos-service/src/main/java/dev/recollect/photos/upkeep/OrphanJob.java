package dev.recollect.photos.upkeep;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.photos.photo.StorageKeys.Owner;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Removes what a kill in the middle of an upload or a rendition left in the storage: originals
 * without a row, renditions without a photo or of an earlier version, and presigned uploads that
 * nobody completed ({@link ExpiredUploads}). How old an object is, the UUIDv7 in its name says.
 */
@ApplicationScoped
public class OrphanJob implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(OrphanJob.class);
  private static final int BATCH = 500;
  private static final String VERSIONS =
      """
      select event_id, photo_id, rendition_version
        from photo join unnest(?::bigint[], ?::uuid[]) as stored (event_id, photo_id)
                        using (event_id, photo_id)
      """;

  private final Database database;
  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final UpkeepConfig config;
  private final MeterRegistry registry;
  private final ExpiredUploads uploads;

  OrphanJob(
      Database database,
      ObjectStorage storage,
      StorageConfig buckets,
      UpkeepConfig config,
      MeterRegistry registry,
      ExpiredUploads uploads) {
    this.database = database;
    this.storage = storage;
    this.buckets = buckets;
    this.config = config;
    this.registry = registry;
    this.uploads = uploads;
  }

  @Override
  public String name() {
    return "orphans";
  }

  @Override
  public Duration pause() {
    return config.orphanPause();
  }

  @Override
  public void run() {
    if (!storage.bucketExists(buckets.originalsBucket())
        || !storage.bucketExists(buckets.renditionsBucket())) {
      return;
    }
    Instant newest = Instant.now(Clock.systemUTC()).minus(config.orphanAge());
    uploads.remove(newest);
    sweep(buckets.originalsBucket(), newest);
    sweep(buckets.renditionsBucket(), newest);
  }

  private void sweep(String bucket, Instant newest) {
    List<Stored> batch = new ArrayList<>(BATCH);
    List<Stored> all = batch;
    storage.list(
        bucket,
        "",
        key ->
            StorageKeys.ownerOf(key)
                .filter(owner -> PhotoId.timeOf(owner.photoId()).isBefore(newest))
                .ifPresent(
                    owner -> {
                      all.add(new Stored(key, owner));
                      if (all.size() == BATCH) {
                        removeOrphans(bucket, all);
                        all.clear();
                      }
                    }));
    removeOrphans(bucket, all);
  }

  private record Stored(String key, Owner owner) {}

  private void removeOrphans(String bucket, List<Stored> batch) {
    Map<Owner, Integer> versions = versions(batch);
    for (Stored stored : batch) {
      Integer present = versions.get(original(stored.owner()));
      boolean outdated =
          present != null && stored.owner().version() > 0 && stored.owner().version() < present;
      if (present == null || outdated) {
        storage.remove(bucket, stored.key());
        registry.counter("recollect.upkeep.orphans", "bucket", bucket).increment();
        LOG.infof(
            "orphan removed event_id=%d photo_id=%s",
            stored.owner().eventId(), stored.owner().photoId());
      }
    }
  }

  private static Owner original(Owner owner) {
    return new Owner(owner.eventId(), owner.photoId(), 0);
  }

  private Map<Owner, Integer> versions(List<Stored> batch) {
    List<Owner> owners = batch.stream().map(stored -> original(stored.owner())).distinct().toList();
    List<Long> events = owners.stream().map(Owner::eventId).toList();
    List<UUID> photos = owners.stream().map(Owner::photoId).toList();
    return database
        .read(
            connection ->
                Sql.of(VERSIONS, events, photos)
                    .list(
                        connection,
                        row ->
                            Map.entry(
                                new Owner(row.getLong(1), row.getObject(2, UUID.class), 0),
                                row.getInt(3))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
