package dev.recollect.photos.sql;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The pool of reactive connections, which has no settings for what becomes of a connection whose
 * other end is gone without a word. JDBC's are {@link dev.recollect.kit.sql.KeepAliveSockets}.
 */
@Singleton
class ReactivePool implements PgPoolCreator {
  /**
   * Requests read and write in milliseconds here and hold no transaction open while they do
   * anything else; what takes long goes through JDBC.
   */
  private static final int LONGEST_SILENCE_SECONDS = 15 * 60;

  @Override
  public Pool create(Input input) {
    input
        .pgConnectOptionsList()
        .forEach(
            options -> {
              options.setTcpKeepAlive(true);
              options.setIdleTimeoutUnit(TimeUnit.SECONDS);
              options.setReadIdleTimeout(LONGEST_SILENCE_SECONDS);
            });
    List<SqlConnectOptions> servers = List.copyOf(input.pgConnectOptionsList());
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(servers)
        .using(input.vertx())
        .build();
  }
}
