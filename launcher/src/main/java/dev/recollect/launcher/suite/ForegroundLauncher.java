package dev.recollect.launcher.suite;

import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.home.Secrets;
import dev.recollect.launcher.settings.SuiteSettings;
import java.nio.channels.FileLock;
import java.util.concurrent.CountDownLatch;

/** Runs the suite in this process. */
public final class ForegroundLauncher {
  private final DataHome home;
  private final Announcer out = new Announcer(System.out);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private FileLock claim;

  /** For the suite of the data home. */
  public ForegroundLauncher(DataHome home) {
    this.home = home;
  }

  /**
   * Starts the suite; Ctrl-C or SIGTERM stop it.
   *
   * @throws StartFailedException if it does not start, or runs already
   */
  public void start() {
    SuiteSettings settings = SuiteSettings.load(home.settings());
    // Kept for the life of the process.
    claim =
        new RunningSuite(home)
            .claim(settings.publicUrl())
            .orElseThrow(
                () ->
                    new StartFailedException(
                        "the suite of " + home.home() + " is running already"));
    StopHook hook = new StopHook(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(new Thread(hook, "suite-stop"));
    try {
      hook.suite = Suite.start(settings, home, Secrets.load(home.secrets()), out);
    } catch (RuntimeException e) {
      new StateFile(home).delete();
      throw e;
    } finally {
      hook.startEnded.countDown();
    }
  }

  /** Starts the suite and returns when it has been stopped. */
  public int runUntilStopped() {
    start();
    awaitStop();
    return 0;
  }

  /** Waits, without end, for a signal to end this process. */
  public void awaitStop() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether this process holds the suite. */
  public boolean holdsClaim() {
    return claim != null && claim.isValid();
  }

  /** Runs when the process is told to end: also in the middle of a start, which it interrupts. */
  private final class StopHook implements Runnable {
    private final Thread starter;
    private final CountDownLatch startEnded = new CountDownLatch(1);
    private volatile Suite suite;

    private StopHook(Thread starter) {
      this.starter = starter;
    }

    @Override
    public void run() {
      if (startEnded.getCount() > 0) {
        starter.interrupt();
      }
      try {
        startEnded.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (suite != null) {
        out.line("stopping");
        suite.close();
      }
      stopped.countDown();
    }
  }
}
