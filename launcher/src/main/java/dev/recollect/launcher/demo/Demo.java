package dev.recollect.launcher.demo;

import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.client.SuiteClient;
import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.home.Secrets;
import dev.recollect.launcher.ingest.FolderUpload;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts a demo event into a running suite and shows how to ask for what is in it. Running it again
 * adds nothing.
 */
public final class Demo {
  private static final int PARALLEL = 2;

  private final DataHome home;
  private final URI frontDoor;
  private final PrintStream out;

  /** For the suite behind the front door. */
  public Demo(DataHome home, URI frontDoor, PrintStream out) {
    this.home = home;
    this.frontDoor = frontDoor;
    this.out = out;
  }

  /**
   * Loads photos and a video, waits until both are searchable, prints what to try.
   *
   * @param more a folder of photos of one's own
   * @return whether the event has every photo; those that it has not are told with their reasons
   */
  public boolean run(Optional<Path> more) throws ApiException, IOException, InterruptedException {
    SuiteClient operator = new SuiteClient(frontDoor, Secrets.load(home.secrets()).bootstrapKey());
    Path samples = home.models().resolve("samples");
    Path photos = home.demo().resolve("photos");
    Path selfie = home.demo().resolve("selfie.jpg");
    SamplePhotos.write(samples, photos);
    SamplePhotos.writeSelfie(samples, selfie);
    DemoEvent event =
        DemoEvent.ensure(frontDoor, operator, home.demo().resolve("event.properties"));
    FolderUpload upload = new FolderUpload(operator, PARALLEL, home.logs(), out);
    long missing = missing(upload.run(photos, event.eventId()));
    if (more.isPresent()) {
      missing += missing(upload.run(more.get(), event.eventId()));
    }
    EventWait wait = new EventWait(operator, event);
    tellOf(wait.renditions(), "previews could not be made; the log of photos-service says why");
    long shown =
        new SuiteClient(frontDoor, event.key())
            .get(event.publicPath() + "/images?page_size=1")
            .getJsonObject("pagination")
            .getLong("total");
    tellOf(wait.index(shown), "photos could not be indexed; the log of search-service says why");
    Path video = home.demo().resolve("video.mp4");
    SampleVideo.write(photos, video);
    // The event takes the same bytes once.
    operator.upload(
        "/api/v1/admin/events/%d/videos".formatted(event.eventId()), "file", List.of(video));
    tellOf(wait.videos(), "videos were refused; GET .../videos says why");
    tellOf(wait.analysis(), "videos could not be analysed; the log of clipping-service says why");
    print(event, selfie);
    tellOf(missing, "photos could not be stored; the reasons are above");
    return missing == 0;
  }

  private static long missing(FolderUpload.Summary uploaded) {
    return (long) uploaded.refused() + uploaded.failed();
  }

  private void tellOf(long count, String what) {
    if (count > 0) {
      out.printf("%d %s%n", count, what);
    }
  }

  private void print(DemoEvent event, Path selfie) {
    String base = frontDoor + event.publicPath();
    String call = "curl -s -H 'X-API-Key: %s' ".formatted(event.key());
    out.printf("%nRecollect is ready at %s%n", frontDoor);
    out.printf("  key for reading: %s%n", event.key());
    out.printf("  organisation %d, event %d%n%n", event.organisationId(), event.eventId());
    UUID clipSearch = UUID.randomUUID();
    List<String> lines =
        List.of(
            "# gallery",
            call + "'" + base + "/images'",
            "# by bib number",
            call + "'" + base + "/bibs/" + SamplePhotos.EXAMPLE_BIB + "'",
            "# by selfie",
            call + "-F 'selfie=@" + selfie + "' '" + base + "/faces'",
            "# timeline",
            call + "'" + base + "/timeline/days'",
            "# originals: presigned URLs",
            call
                + "-H 'Content-Type: application/json' -d '{\"method\":\"bib\",\"identifier\":\""
                + SamplePhotos.EXAMPLE_BIB
                + "\"}' '"
                + base
                + "/original-photos'",
            "# clips by selfie: start, and poll until the status is not processing any more",
            call
                + "-F 'selfie=@"
                + selfie
                + "' -F request_id="
                + clipSearch
                + " '"
                + base
                + "/video-clipping/search-by-selfie'",
            call + "'" + base + "/video-clipping/" + clipSearch + "'");
    lines.forEach(out::println);
    out.println();
  }
}
