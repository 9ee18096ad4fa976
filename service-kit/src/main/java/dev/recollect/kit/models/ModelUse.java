package dev.recollect.kit.models;

import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Says which models this replica uses, in column {@code seen_at} of table {@code model}. Every
 * replica says so for itself, since two of them may use different ones while they are exchanged one
 * by one; a model that none of them names any more is retired in the end.
 */
@IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
@ApplicationScoped
public class ModelUse {
  private static final Logger LOG = Logger.getLogger(ModelUse.class);

  /** Far below the shortest time after which an unused model may be retired, a day. */
  private static final Duration PAUSE = Duration.ofHours(1);

  private final Database database;
  private final Vertx vertx;

  ModelUse(Database database, Vertx vertx) {
    this.database = database;
    this.vertx = vertx;
  }

  /**
   * Says so now and then every hour, for as long as the process runs.
   *
   * @param models their numbers
   */
  public void announce(List<Integer> models) {
    say(models);
    vertx.setPeriodic(
        PAUSE.toMillis(),
        timer ->
            vertx
                .executeBlocking(() -> say(models), false)
                .onFailure(failure -> LOG.warn("use of models was not noted", failure)));
  }

  private int say(List<Integer> models) {
    return database.transact(
        transaction ->
            Sql.of("update model set seen_at = now() where model_no = any(?::int[])", models)
                .update(transaction));
  }
}
