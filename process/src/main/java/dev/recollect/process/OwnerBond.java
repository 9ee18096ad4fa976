package dev.recollect.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Ties child processes to this JVM: they end with it, even when it is killed.
 *
 * <p>On Linux the kernel can signal a child when the thread that started it ends ({@code
 * PR_SET_PDEATHSIG}, set here by {@code setpriv}). All children are therefore started by one thread
 * that lives as long as the JVM. Safe for use by several threads.
 */
public final class OwnerBond {
  /** Ends the start if the owner was gone before the kernel was told to watch it. */
  private static final String OWNER_CHECK = "[ \"$PPID\" = \"$0\" ] && exec \"$@\"";

  /** Why a native image initialises this class at run time: a thread cannot be kept in one. */
  private static final ExecutorService SPAWNER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("process-spawner").factory());

  private OwnerBond() {}

  /**
   * The command, wrapped so that the kernel ends it with this JVM; the process keeps its id while
   * the wrappers replace themselves by the program. A change of account has to happen outside this
   * wrapper, since the kernel forgets the signal then.
   *
   * @param signal what the kernel sends, such as {@code KILL}
   */
  public static List<String> command(List<String> command, String signal) {
    List<String> bound = new ArrayList<>(List.of("setpriv", "--pdeathsig", signal, "--"));
    // A session of its own: Ctrl-C in a terminal reaches the owner, who then stops its children in
    // order.
    bound.add("setsid");
    bound.addAll(List.of("sh", "-c", OWNER_CHECK, Long.toString(ProcessHandle.current().pid())));
    bound.addAll(command);
    return bound;
  }

  /**
   * Starts a process whose command came from {@link #command}.
   *
   * @throws IOException if the program cannot be run
   * @throws InterruptedException if the calling thread was interrupted; a process that was started
   *     all the same has been killed
   */
  public static Process start(ProcessBuilder builder) throws IOException, InterruptedException {
    Future<Process> starting = SPAWNER.submit(builder::start);
    try {
      return starting.get();
    } catch (InterruptedException e) {
      SPAWNER.execute(() -> killIfStarted(starting));
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    }
  }

  /** Runs on the spawner after the start it undoes. */
  private static void killIfStarted(Future<Process> started) {
    if (started.state() == Future.State.SUCCESS) {
      started.resultNow().destroyForcibly();
    }
  }
}
