package dev.recollect.photos.process;

import static dev.recollect.photos.Organisers.OPERATOR_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An object storage that cannot write what it is given, and can again later. */
class StoreFullIT {
  private static final String ROOM = "1000000";
  private static final String PLENTY = "unlimited";

  /** One goes to the storage as a whole, the other in parts. */
  private static final int[] SIZES = {3_000_000, 12_000_000};

  @Test
  void uploadsToAFullStorageAreRefusedAndNothingOfThemStays() throws Exception {
    try (PrivateStores stores = PrivateStores.start("store-full")) {
      Backing backing = stores.backing();
      Map<String, String> settings = backing.settings();
      // Renditions are not what is tested here.
      settings.put("recollect.jobs.polling", "1h");
      try (ServiceProcess service = ServiceProcess.start("store-full", settings)) {
        long eventId = KillIT.newEvent(service);
        stores.limitStoredFiles(ROOM);

        for (int bytes : SIZES) {
          HttpResponse<String> refused =
              Photographer.upload(service.port(), OPERATOR_KEY, eventId, 0, 1, bytes);

          assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
          assertThat(new JsonPath(refused.body()).getString("message"))
              .isEqualTo("The object storage does not answer (put); try again shortly");
        }
        assertThat(backing.number("select count(*) from photo")).isZero();
        assertThat(stores.files("originals-")).isEmpty();

        stores.limitStoredFiles(PLENTY);
        for (int bytes : SIZES) {
          HttpResponse<String> stored =
              Photographer.upload(service.port(), OPERATOR_KEY, eventId, 0, 1, bytes);

          assertThat(new JsonPath(stored.body()).getList("data.files.status"))
              .as(stored.body())
              .containsExactly("stored");
        }
        assertThat(stores.files("originals-"))
            .containsExactlyInAnyOrderElementsOf(backing.texts("select object_key from photo"));
      }
    }
  }
}
