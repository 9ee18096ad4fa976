package dev.recollect.photos;

import static org.awaitility.Awaitility.await;

import dev.recollect.photos.Organisers.Organiser;
import dev.recollect.testkit.JsonAnswer;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Uploads and the wait for what follows them. */
public final class Uploads {
  private Uploads() {}

  /** Sends files, by name, in one request. */
  public static Response send(Organiser organiser, long eventId, Map<String, byte[]> files) {
    RequestSpecification request = organiser.request();
    files.forEach((name, bytes) -> request.multiPart("files", name, bytes, "image/jpeg"));
    return request.post("/api/v1/admin/events/{event}/photos", eventId);
  }

  /** Sends one file and gives its image id. */
  public static String store(Organiser organiser, long eventId, String name, byte[] bytes) {
    Map<String, byte[]> file = new LinkedHashMap<>();
    file.put(name, bytes);
    String answer = send(organiser, eventId, file).then().statusCode(200).extract().asString();
    if (!"stored".equals(JsonAnswer.field(answer, "/data/files/0/status").textValue())) {
      throw new AssertionError(answer);
    }
    return JsonAnswer.field(answer, "/data/files/0/image_id").textValue();
  }

  /** Waits until the gallery shows this many photos. */
  public static void awaitShown(Organiser organiser, long eventId, int photos) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                JsonAnswer.field(
                        organiser
                            .request()
                            .get(organiser.eventPath(eventId) + "/images")
                            .asString(),
                        "/data/pagination/total")
                    .intValue(),
            total -> total == photos);
  }
}
