package dev.recollect.kit.grpc;

import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets the methods of gRPC services block: on a virtual thread, not on the event loop that called
 * them. Used instead of Quarkus' own annotations for it, which in the pinned version can hand over
 * the end of a request before the request itself; such a call fails with INTERNAL (Quarkus issue
 * 48940).
 */
@ApplicationScoped
public class BlockingCalls {
  private final ExecutorService threads;

  BlockingCalls(@VirtualThreads ExecutorService threads) {
    this.threads = threads;
  }

  /**
   * Answers a call with what {@code work} returns or throws. To be called, and answers, on the
   * call's event loop.
   */
  public <T> Uni<T> run(Supplier<T> work) {
    Context call = Vertx.currentContext();
    return Uni.createFrom()
        .item(work)
        .runSubscriptionOn(threads)
        .emitOn(answer -> call.runOnContext(ignored -> answer.run()));
  }

  /**
   * Answers a call with what {@code look} returns, at once and then whenever it returns something
   * else, until something is the last.
   *
   * @param pause between two looks
   */
  public <T> Multi<T> watch(Supplier<T> look, Duration pause, Predicate<T> last) {
    Context call = Vertx.currentContext();
    Uni<T> once = Uni.createFrom().item(look).runSubscriptionOn(threads);
    return Multi.createBy()
        .repeating()
        .uni(() -> once)
        .withDelay(pause)
        .whilst(seen -> !last.test(seen))
        .skip()
        .repetitions()
        .emitOn(answer -> call.runOnContext(ignored -> answer.run()));
  }
}
