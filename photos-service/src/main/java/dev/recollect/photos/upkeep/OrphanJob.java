package dev.recollect.photos.upkeep;

import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.storage.ObjectStorage;
import dev.recollect.kit.storage.StorageConfig;
import dev.recollect.photos.photo.PhotoId;
import dev.recollect.photos.photo.StorageKeys;
import dev.recollect.photos.photo.StorageKeys.Owner;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Removes what a kill in the middle of an upload or a rendition left in the storage: originals
 * without a row, renditions without a photo or of an earlier version, and presigned uploads that
 * nobody completed. How old an object is, the UUIDv7 in its name says.
 */
@ApplicationScoped
public class OrphanJob implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(OrphanJob.class);
  private static final int BATCH = 500;
  private static final String VERSIONS =
      "select photo_id, rendition_version from photo where photo_id = any (?)";
  private static final String EXPIRED =
      """
      delete from direct_upload where created_at < now() - make_interval(secs => ?)
      returning object_key
      """;

  private final AgroalDataSource dataSource;
  private final ObjectStorage storage;
  private final StorageConfig buckets;
  private final UpkeepConfig config;
  private final MeterRegistry registry;

  OrphanJob(
      AgroalDataSource dataSource,
      ObjectStorage storage,
      StorageConfig buckets,
      UpkeepConfig config,
      MeterRegistry registry) {
    this.dataSource = dataSource;
    this.storage = storage;
    this.buckets = buckets;
    this.config = config;
    this.registry = registry;
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
  public void run() throws SQLException {
    if (!storage.bucketExists(buckets.originalsBucket())
        || !storage.bucketExists(buckets.renditionsBucket())) {
      return;
    }
    removeExpiredUploads();
    sweep(buckets.originalsBucket());
    sweep(buckets.renditionsBucket());
  }

  private void removeExpiredUploads() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement(EXPIRED)) {
      delete.setDouble(1, config.orphanAge().toSeconds());
      try (ResultSet rows = delete.executeQuery()) {
        while (rows.next()) {
          storage.remove(buckets.originalsBucket(), rows.getString(1));
        }
      }
    }
  }

  private void sweep(String bucket) throws SQLException {
    Instant newest = Instant.now(Clock.systemUTC()).minus(config.orphanAge());
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
    Map<UUID, Integer> versions = versions(batch);
    for (Stored stored : batch) {
      Integer present = versions.get(stored.owner().photoId());
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

  private Map<UUID, Integer> versions(List<Stored> batch) {
    Object[] ids = batch.stream().map(stored -> stored.owner().photoId()).distinct().toArray();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(VERSIONS)) {
      select.setArray(1, connection.createArrayOf("uuid", ids));
      try (ResultSet rows = select.executeQuery()) {
        Map<UUID, Integer> versions = new HashMap<>();
        while (rows.next()) {
          versions.put(rows.getObject(1, UUID.class), rows.getInt(2));
        }
        return versions;
      }
    } catch (SQLException lost) {
      throw new IllegalStateException("the database went away", lost);
    }
  }
}
