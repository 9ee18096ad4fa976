package dev.recollect.launcher.ingest;

import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.client.SuiteClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Uploads a folder to an event and tells what became of it. */
public final class FolderUpload {
  private static final int SHOWN = 50;

  private final SuiteClient client;
  private final int parallel;
  private final Path logs;
  private final PrintStream out;

  /**
   * Talks to the stream.
   *
   * @param parallel uploads at a time
   * @param logs folder for the whole list of photos that were not taken; created when needed
   */
  public FolderUpload(SuiteClient client, int parallel, Path logs, PrintStream out) {
    this.logs = logs;
    this.client = client;
    this.parallel = parallel;
    this.out = out;
  }

  /**
   * How many files the event has now, and how many it has not.
   *
   * @param stored sent by this run
   * @param known there before
   * @param refused not taken, for a reason that another try does not change
   * @param failed not read or not sent; the next run tries again
   */
  public record Summary(int stored, int known, int refused, int failed) {
    /** Whether the event has every photo of the folder. */
    public boolean complete() {
      return refused == 0 && failed == 0;
    }
  }

  /**
   * Uploads the folder. Of the photos that the event has not, the first are told; when there are
   * more, a file has them all, in place of that of the event's last such run.
   *
   * @throws ApiException if the event cannot be uploaded to at all
   */
  public Summary run(Path folder, long eventId)
      throws ApiException, IOException, InterruptedException {
    PhotoFolder photos = PhotoFolder.list(folder);
    List<Outcome> outcomes;
    try (Progress progress = new Progress("uploading", photos.photos().size())) {
      outcomes = new Ingest(client, eventId, parallel).run(photos.photos(), progress);
    }
    List<Outcome.Refused> refused = of(outcomes, Outcome.Refused.class);
    List<Outcome.Failed> failed =
        Stream.concat(photos.unreadable().stream(), of(outcomes, Outcome.Failed.class).stream())
            .toList();
    Summary summary =
        new Summary(
            of(outcomes, Outcome.Stored.class).size(),
            of(outcomes, Outcome.Known.class).size(),
            refused.size(),
            failed.size());
    out.printf(
        "%d stored, %d there already, %d refused, %d failed%n",
        summary.stored(), summary.known(), summary.refused(), summary.failed());
    if (photos.others() > 0) {
      out.printf("%d files passed over: their names are not those of photos%n", photos.others());
    }
    List<String> missing =
        Stream.concat(
                refused.stream()
                    .map(each -> line("refused", folder, each.file(), each.reason()))
                    .sorted(),
                failed.stream()
                    .map(each -> line("failed", folder, each.file(), each.reason()))
                    .sorted())
            .toList();
    missing.stream().limit(SHOWN).forEach(line -> out.println("  " + line));
    if (missing.size() > SHOWN) {
      Path file = logs.resolve("ingest-event-%d.txt".formatted(eventId));
      Files.createDirectories(logs);
      Files.write(file, missing);
      out.printf("  and %d more; all %d are in %s%n", missing.size() - SHOWN, missing.size(), file);
    }
    return summary;
  }

  private static String line(String outcome, Path folder, Path file, String reason) {
    return "%-8s %s: %s".formatted(outcome, folder.relativize(file), reason);
  }

  private static <T extends Outcome> List<T> of(List<Outcome> outcomes, Class<T> kind) {
    return outcomes.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
