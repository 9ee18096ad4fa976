package dev.recollect.launcher.command;

import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.client.SuiteClient;
import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.home.Secrets;
import dev.recollect.launcher.ingest.FolderUpload;
import dev.recollect.launcher.suite.RunningSuite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads a folder of photos. */
@Command(
    name = "ingest",
    description = {
      "Upload the photos of a folder to an event.",
      "What the event has already is skipped, so an interrupted run is simply started again.",
      "Status 0: the event has them all; 1: some were refused or failed, or nothing could be sent."
    },
    mixinStandardHelpOptions = true)
public final class IngestCommand implements Callable<Integer> {
  private static final String KEY_VARIABLE = "RECOLLECT_API_KEY";

  @Parameters(
      paramLabel = "FOLDER",
      description = "Folder with photos, read with the folders below it.")
  private Path folder;

  @Option(
      names = "--event",
      required = true,
      paramLabel = "ID",
      description = "Event to upload to.")
  private long event;

  @Option(names = "--url", description = "Front door; default: that of the suite running here.")
  private URI url;

  @Option(
      names = "--parallel",
      defaultValue = "4",
      description = "Uploads at a time (${DEFAULT-VALUE}).")
  private int parallel;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      throw new StartFailedException("no such folder: " + folder);
    }
    DataHome home = DataHome.current();
    Optional<URI> running = new RunningSuite(home).frontDoor();
    URI frontDoor =
        Optional.ofNullable(url)
            .or(() -> running)
            .orElseThrow(
                () ->
                    new StartFailedException(
                        "no suite runs here; start it (recollect up) or give --url"));
    SuiteClient client = new SuiteClient(frontDoor, key(home));
    try {
      boolean complete =
          new FolderUpload(client, Math.max(1, parallel), home.logs(), System.out)
              .run(folder, event)
              .complete();
      return complete ? 0 : 1;
    } catch (ApiException e) {
      throw new StartFailedException("cannot upload: " + e.getMessage(), e);
    }
  }

  /** A key is not an option: command lines are for everybody on the machine to read. */
  private String key(DataHome home) {
    String given = System.getenv(KEY_VARIABLE);
    if (given != null) {
      return given;
    }
    if (url == null && Files.exists(home.secrets())) {
      return Secrets.load(home.secrets()).bootstrapKey();
    }
    throw new StartFailedException("set " + KEY_VARIABLE + " to a key with the scope ingest");
  }
}
