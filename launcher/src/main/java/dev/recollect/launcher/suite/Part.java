package dev.recollect.launcher.suite;

import dev.recollect.embedded.OwnedProcess;
import java.util.Optional;

/** One server or service of the suite. Started and stopped by one thread at a time. */
interface Part {

  /** What people call it; also the name of its log. */
  String name();

  /** Where it answers. */
  String address();

  /** The kind of question that tells whether it is well. */
  HealthQuestion healthQuestion();

  /**
   * The TCP port of this machine that it will listen on; empty if it runs elsewhere or finds out
   * itself.
   */
  Optional<Integer> portToCheck();

  /**
   * Starts it, or looks whether it is there when somebody else runs it; returns when it is ready
   * for work.
   *
   * @throws dev.recollect.embedded.StartFailedException if it does not get ready
   */
  void start();

  /** Its process; empty if it runs elsewhere or is not running. */
  Optional<OwnedProcess> process();
}
