package dev.recollect.clipping.inference;

import dev.recollect.kit.error.RecollectException;
import dev.recollect.vision.model.ModelException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Models that are in memory only while there is something to look at. Whoever uses them holds them
 * open: what is freed under a task takes the process with it. Safe for any number of threads.
 *
 * @param <M> such as {@code VisionModels}
 */
final class ModelsOnDemand<M> {
  private static final Logger LOG = Logger.getLogger(ModelsOnDemand.class);

  private final Supplier<M> opening;
  private final Consumer<M> closing;

  /** Read: in use. Write: to be closed. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private Optional<M> open = Optional.empty();
  private volatile Optional<String> refusal = Optional.empty();

  /**
   * @param opening verifies the files each time, and throws {@link ModelException} where one is not
   *     the pinned one any more
   */
  ModelsOnDemand(Supplier<M> opening, Consumer<M> closing) {
    this.opening = opening;
    this.closing = closing;
  }

  /**
   * Whether they can be used.
   *
   * @throws ModelException if they cannot, with the reason
   */
  void check() {
    use.readLock().lock();
    try {
      opened();
    } finally {
      use.readLock().unlock();
    }
  }

  /**
   * Works with the models, which are opened first if need be.
   *
   * @throws RecollectException unavailable if a file is not the pinned one any more
   */
  <T> T with(Function<M, T> work) {
    use.readLock().lock();
    try {
      return work.apply(opened());
    } catch (ModelException refused) {
      throw RecollectException.unavailable("The models cannot be used at the moment", refused);
    } finally {
      use.readLock().unlock();
    }
  }

  private synchronized M opened() {
    if (open.isEmpty()) {
      try {
        open = Optional.of(opening.get());
        refusal = Optional.empty();
      } catch (ModelException refused) {
        if (refusal.isEmpty()) {
          LOG.errorf("models refused reason=%s", refused.getMessage());
        }
        refusal = Optional.of(refused.getMessage());
        throw refused;
      }
    }
    return open.get();
  }

  /** Why they could not be opened when last needed, unless they can be now. */
  Optional<String> refusal() {
    if (refusal.isPresent()) {
      try {
        check();
      } catch (ModelException stillRefused) {
        return Optional.of(stillRefused.getMessage());
      }
    }
    return Optional.empty();
  }

  /** Frees their memory, unless somebody uses them: whoever does comes to rest later. */
  void rest() {
    if (use.writeLock().tryLock()) {
      try {
        close();
      } finally {
        use.writeLock().unlock();
      }
    }
  }

  private synchronized void close() {
    open.ifPresent(closing);
    open = Optional.empty();
  }
}
