package dev.recollect.launcher.suite;

import dev.recollect.embedded.LoopbackPort;
import dev.recollect.embedded.PortTakenException;
import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.frontdoor.FrontDoor;
import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.home.Secrets;
import dev.recollect.launcher.settings.SuiteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The running suite: servers, services and the front door, owned by this process. Everything ends
 * with this process, however it ends; the data stay.
 */
public final class Suite implements AutoCloseable {
  private static final Duration LOG_CHECK = Duration.ofMinutes(1);

  private final SuiteSettings settings;
  private final DataHome home;
  private final Announcer out;
  private final List<Part> servers;
  private final List<Part> services;
  private final StateFile state;
  private final List<Supervisor> supervisors = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          1, Thread.ofPlatform().daemon().name("suite-timer").factory());
  private FrontDoor frontDoor;
  private boolean ready;
  private boolean closed;

  private Suite(SuiteSettings settings, DataHome home, Secrets secrets, Announcer out) {
    PartsList list = new PartsList(settings, home, secrets);
    this.settings = settings;
    this.home = home;
    this.out = out;
    this.servers = list.servers();
    this.services = list.services();
    this.state = new StateFile(home);
  }

  /**
   * Starts everything in order and returns when the front door is open.
   *
   * @throws PortTakenException if another program listens on a port
   * @throws StartFailedException if a part does not get ready; everything is stopped again
   */
  public static Suite start(SuiteSettings settings, DataHome home, Secrets secrets, Announcer out) {
    Suite suite = new Suite(settings, home, secrets, out);
    try {
      suite.open();
      return suite;
    } catch (RuntimeException e) {
      suite.close();
      throw e;
    }
  }

  private void open() {
    long begin = System.nanoTime();
    rotateLogs();
    checkPorts();
    writePid();
    saveState();
    servers.stream()
        .filter(part -> part instanceof PostgresPart)
        .map(part -> ((PostgresPart) part).dataFolder())
        .filter(folder -> !folder.startsWith(home.home()))
        .forEach(
            folder ->
                out.line(
                    "PostgreSQL's account cannot reach %s; its data are in %s"
                        .formatted(home.home(), folder)));
    startTogether(servers);
    // The first creates what the others ask for.
    startTogether(services.subList(0, 1));
    startTogether(services.subList(1, services.size()));
    openFrontDoor();
    // Said first: whoever waits for the state to be ready goes away with what was said until then.
    out.step(
        "everything",
        "ready at " + settings.publicUrl(),
        Duration.ofNanos(System.nanoTime() - begin));
    synchronized (this) {
      ready = true;
    }
    saveState();
    var unused =
        timer.scheduleWithFixedDelay(
            this::rotateLogs, LOG_CHECK.toSeconds(), LOG_CHECK.toSeconds(), TimeUnit.SECONDS);
  }

  /** All of them before the first start: a suite that stops half way is of no use to anybody. */
  private void checkPorts() {
    for (Part part : parts()) {
      part.portToCheck()
          .ifPresent(
              port ->
                  requireFree(
                      part.name(), port, () -> LoopbackPort.requireFree(part.name(), port)));
    }
    requireFree("front-door", settings.port(), () -> FrontDoor.requireFree(settings));
  }

  private void requireFree(String name, int port, Runnable check) {
    try {
      check.run();
    } catch (PortTakenException e) {
      throw portTaken(name, port, e);
    }
  }

  private StartFailedException portTaken(String name, int port, PortTakenException e) {
    return new StartFailedException(
        "port %d (%s) is taken by another program; stop that one (ss -ltnp shows it), or give this one another port: %s in %s"
            .formatted(port, name, portSetting(name), home.settings()),
        e);
  }

  private static String portSetting(String name) {
    return switch (name) {
      case "postgresql" -> "recollect.postgres.port";
      case "object-storage" -> "recollect.storage.port";
      default -> "recollect." + name + ".port";
    };
  }

  private void startTogether(List<Part> parts) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletionService<Part> starts = new ExecutorCompletionService<>(threads);
      parts.forEach(part -> starts.submit(() -> start(part), part));
      try {
        for (int i = 0; i < parts.size(); i++) {
          starts.take().get();
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof StartFailedException failure
            ? failure
            : new StartFailedException("cannot start: " + e.getCause(), e);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new StartFailedException("stopped while starting", e);
      }
    }
    saveState();
  }

  private void start(Part part) {
    long begin = System.nanoTime();
    try {
      part.start();
    } catch (PortTakenException e) {
      throw portTaken(part.name(), e.port(), e);
    }
    out.step(part.name(), part.address(), Duration.ofNanos(System.nanoTime() - begin));
    Supervisor supervisor = new Supervisor(part, out, timer, this::noteChange);
    synchronized (this) {
      supervisors.add(supervisor);
    }
    supervisor.watch();
  }

  private void openFrontDoor() {
    long begin = System.nanoTime();
    frontDoor = FrontDoor.open(settings);
    out.step(
        "front-door", settings.publicUrl().toString(), Duration.ofNanos(System.nanoTime() - begin));
  }

  private List<Part> parts() {
    List<Part> all = new ArrayList<>(servers);
    all.addAll(services);
    return all;
  }

  private synchronized void saveState() {
    if (!closed) {
      state.write(ready, settings.publicUrl().toString(), parts());
    }
  }

  /** What runs goes on running, whether it can be noted or not. */
  private void noteChange() {
    try {
      saveState();
    } catch (UncheckedIOException e) {
      out.line("cannot write %s: %s".formatted(home.state(), e.getMessage()));
    }
  }

  /** One that fails is tried again the next time. */
  private void rotateLogs() {
    try {
      LogFiles.rotateLarge(home.logs());
    } catch (UncheckedIOException e) {
      out.line("cannot shorten the logs in %s: %s".formatted(home.logs(), e.getMessage()));
    }
  }

  private void writePid() {
    try {
      Files.writeString(home.pidFile(), ProcessHandle.current().pid() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stops everything, whoever asks before whoever is asked: front door, services, servers. Requests
   * that are under way end with the front door.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      supervisors.forEach(Supervisor::release);
    }
    supervisors.forEach(Supervisor::awaitRelease);
    timer.shutdownNow();
    if (frontDoor != null) {
      frontDoor.close();
    }
    stopTogether(services);
    stopTogether(servers);
    state.delete();
    home.pidFile().toFile().delete();
  }

  /** Side by side: several that do not end take no longer than one. */
  private static void stopTogether(List<Part> parts) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      parts.stream()
          .flatMap(part -> part.process().stream())
          .forEach(process -> threads.execute(process::close));
    }
  }
}
