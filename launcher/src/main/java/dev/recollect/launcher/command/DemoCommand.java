package dev.recollect.launcher.command;

import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.demo.Demo;
import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.suite.BackgroundLauncher;
import dev.recollect.launcher.suite.ForegroundLauncher;
import dev.recollect.launcher.suite.RunningSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the suite with a demo event in it. */
@Command(
    name = "demo",
    description = {
      "Start the suite, load a demo event, and print how to ask for its photos.",
      "Stays until Ctrl-C, unless the suite runs already or --detach is given.",
      "Status 1 if it does not start, or a photo could not be stored."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final int NOT_COMPLETE = 1;

  @Option(
      names = "--photos",
      paramLabel = "DIR",
      description = "Load the photos of this folder, too.")
  private Path photos;

  @Option(names = "--detach", description = "Leave the suite running in the background.")
  private boolean detach;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (photos != null && !Files.isDirectory(photos)) {
      throw new StartFailedException("no such folder: " + photos);
    }
    DataHome home = DataHome.current();
    RunningSuite running = new RunningSuite(home);
    if (running.isReady()) {
      return load(home);
    }
    if (detach) {
      if (!new BackgroundLauncher(home).start()) {
        return NOT_COMPLETE;
      }
      return load(home);
    }
    ForegroundLauncher launcher = new ForegroundLauncher(home);
    launcher.start();
    int status = load(home);
    System.out.println("Ctrl-C stops everything; the data stay.");
    launcher.awaitStop();
    return status;
  }

  private int load(DataHome home) throws IOException, InterruptedException {
    try {
      boolean complete =
          new Demo(home, new RunningSuite(home).frontDoor().orElseThrow(), System.out)
              .run(Optional.ofNullable(photos));
      return complete ? 0 : NOT_COMPLETE;
    } catch (ApiException e) {
      throw new StartFailedException("cannot load the demo: " + e.getMessage(), e);
    }
  }
}
