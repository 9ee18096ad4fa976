package dev.recollect.photos;

import io.agroal.api.AgroalDataSource;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Photos as rows only, for tests of what reads them. */
@ApplicationScoped
public class PhotoRows {
  private static final String INSERT =
      """
      insert into photo (event_id, photo_id, sha256, object_key, size_bytes, content_type, width, height,
                         capture_time, ready, rendition_version, large_bytes, small_bytes)
      values (?, ?, ?, ?, 1, 'image/jpeg', 300, 200, ?, true, 1, 1, 1)
      """;

  /** They have no originals, which the checksum job would notice. */
  private static final String CHECKED =
      "insert into integrity (event_id, photo_id, state) select event_id, photo_id, 'intact' from photo where event_id = ?";

  private final AgroalDataSource dataSource;

  PhotoRows(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** A photo and its capture time, if any. */
  public record Row(UUID photoId, @Nullable Instant captureTime) {}

  /** A row with a new id. */
  public static Row row(@Nullable Instant captureTime) {
    return new Row(UuidVersion7Strategy.INSTANCE.generateUuid(null), captureTime);
  }

  /** Inserts shown photos. */
  public void insert(long eventId, List<Row> rows) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Row row : rows) {
        insert.setLong(1, eventId);
        insert.setObject(2, row.photoId());
        insert.setBytes(3, sha256(row.photoId()));
        insert.setString(4, "0/" + eventId + "/" + row.photoId());
        insert.setTimestamp(
            5, row.captureTime() == null ? null : Timestamp.from(row.captureTime()));
        insert.addBatch();
      }
      insert.executeBatch();
      try (PreparedStatement checked = connection.prepareStatement(CHECKED)) {
        checked.setLong(1, eventId);
        checked.executeUpdate();
      }
    }
  }

  /** Shows or hides a photo. */
  public void setReady(long eventId, UUID photoId, boolean ready) throws SQLException {
    run("update photo set ready = " + ready, eventId, photoId);
  }

  /** Removes a photo. */
  public void delete(long eventId, UUID photoId) throws SQLException {
    run("delete from photo", eventId, photoId);
  }

  private void run(String sql, long eventId, UUID photoId) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(sql + " where event_id = ? and photo_id = ?")) {
      statement.setLong(1, eventId);
      statement.setObject(2, photoId);
      statement.executeUpdate();
    }
  }

  private static byte[] sha256(UUID id) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(id.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
