package dev.recollect.embedded;

import java.nio.file.Path;

/**
 * An owner for {@link OwnerDeathTest} to kill: starts both servers, prints their process ids, and
 * waits.
 */
final class OwnerMain {
  private OwnerMain() {}

  public static void main(String[] args) throws InterruptedException {
    Path folder = Path.of(args[0]);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(Servers.postgres(folder, LoopbackPort.free()));
    EmbeddedObjectStorage storage =
        EmbeddedObjectStorage.start(Servers.objectStorage(folder, LoopbackPort.free()));
    System.out.printf("%d %d%n", postgres.process().pid(), storage.process().pid());
    Thread.currentThread().join();
  }
}
