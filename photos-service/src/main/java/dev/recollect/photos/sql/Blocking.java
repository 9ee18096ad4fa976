package dev.recollect.photos.sql;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Lets code on worker and virtual threads use the reactive database. */
public final class Blocking {
  private Blocking() {}

  /**
   * Runs the work on an event loop, with a session of its own, and waits for it.
   *
   * @throws IllegalStateException on an event loop
   */
  public static <T> T await(Supplier<Uni<T>> work) {
    try {
      return VertxContextSupport.subscribeAndAwait(work);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable checked) {
      throw new IllegalStateException(checked);
    }
  }
}
