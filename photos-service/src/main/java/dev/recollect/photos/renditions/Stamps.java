package dev.recollect.photos.renditions;

import dev.recollect.imaging.Stamp;
import dev.recollect.imaging.StampPosition;
import dev.recollect.kit.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The stamps of events. */
@ApplicationScoped
public class Stamps {
  private static final String FIND =
      "select landscape, portrait, position, opacity, scale, margin from stamp where event_id = ?";

  /** The event's stamp, as of the transaction. */
  Optional<Stamp> of(Connection transaction, long eventId) throws SQLException {
    return Sql.of(FIND, eventId)
        .first(
            transaction,
            row ->
                new Stamp(
                    row.getBytes(1),
                    row.getBytes(2),
                    StampPosition.valueOf(row.getString(3)),
                    row.getDouble(4),
                    row.getDouble(5),
                    row.getDouble(6)));
  }
}
