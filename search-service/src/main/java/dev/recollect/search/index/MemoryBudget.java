package dev.recollect.search.index;

import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/**
 * Bytes that several threads may hold together; whoever wants more than are left waits, in the
 * order they came. More than there are at all is given when nobody else holds any.
 */
final class MemoryBudget {
  private final int bytes;
  private final Semaphore left;

  /**
   * @param bytes above 0
   */
  MemoryBudget(int bytes) {
    this.bytes = bytes;
    this.left = new Semaphore(bytes, true);
  }

  /** Does what needs so many bytes once there is room for them; they are free again afterwards. */
  <T> T use(int needed, Callable<T> task) throws Exception {
    int share = Math.min(needed, bytes);
    left.acquire(share);
    try {
      return task.call();
    } finally {
      left.release(share);
    }
  }
}
