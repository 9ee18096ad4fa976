package dev.recollect.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.embedded.StartFailedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteSettingsTest {
  @TempDir private Path folder;

  @Test
  void withoutAFileEverythingIsOursOnLoopback() {
    assertThat(SuiteSettings.load(folder.resolve("none.properties")))
        .isEqualTo(
            new SuiteSettings(
                "127.0.0.1",
                8080,
                URI.create("http://127.0.0.1:8080"),
                new Database.Embedded(8132),
                new Storage.Embedded(8133),
                Map.of(
                    ServiceEntry.PHOTOS, new Placement.Here(8101, 128),
                    ServiceEntry.SEARCH, new Placement.Here(8102, 256),
                    ServiceEntry.CLIPPING, new Placement.Here(8103, 192),
                    ServiceEntry.DOWNLOAD, new Placement.Here(8104, 96))));
  }

  @Test
  void everyPartCanBeReplaced() throws IOException {
    SuiteSettings settings =
        load(
            """
            recollect.front-door.host=0.0.0.0
            recollect.front-door.port=9000
            recollect.public.base=https://photos.example
            recollect.postgres.url=jdbc:postgresql://db.example/photos
            recollect.postgres.username=someone
            recollect.postgres.password=p
            recollect.storage.endpoint=http://minio.internal:9000
            recollect.storage.public-endpoint=https://s3.example
            recollect.storage.access-key=a
            recollect.storage.secret-key=s
            recollect.photos-service.port=9101
            recollect.photos-service.heap-megabytes=512
            recollect.search-service.url=http://search.internal
            recollect.download-service.url=http://download.internal:8104/
            """);

    assertThat(settings)
        .isEqualTo(
            new SuiteSettings(
                "0.0.0.0",
                9000,
                URI.create("https://photos.example"),
                new Database.External("jdbc:postgresql://db.example/photos", "someone", "p"),
                new Storage.External(
                    URI.create("http://minio.internal:9000"),
                    Optional.of(URI.create("https://s3.example")),
                    "a",
                    "s"),
                Map.of(
                    ServiceEntry.PHOTOS, new Placement.Here(9101, 512),
                    ServiceEntry.SEARCH,
                        new Placement.Elsewhere(URI.create("http://search.internal:80")),
                    ServiceEntry.CLIPPING, new Placement.Here(8103, 192),
                    ServiceEntry.DOWNLOAD,
                        new Placement.Elsewhere(URI.create("http://download.internal:8104")))));
    assertThat(settings.toString()).doesNotContain("password", "=p", "secret");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.2, http://127.0.0.2:8080",
    "192.0.2.7, http://192.0.2.7:8080",
    "photos.example, http://photos.example:8080",
    "2001:db8::7, http://[2001:db8::7]:8080",
    "0.0.0.0, http://127.0.0.1:8080",
    "::, http://127.0.0.1:8080",
  })
  void clientsCallTheAddressThatTheFrontDoorListensOn(String host, URI url) throws IOException {
    SuiteSettings settings = load("recollect.front-door.host=" + host);

    assertThat(settings.host()).isEqualTo(host);
    assertThat(settings.publicUrl()).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "recollect.front-door.host=a b, recollect.front-door.host must be a host name",
    "recollect.front-door.port=70000, recollect.front-door.port must be between 1 and 65535",
    "recollect.photos-service.port=x, recollect.photos-service.port",
    "recollect.postgres.url=postgres://db, recollect.postgres.url must begin with jdbc:postgresql://",
    "recollect.postgres.url=jdbc:postgresql://db/x, recollect.postgres.username",
    "recollect.search-service.url=https://search, recollect.search-service.url must be http://host",
    "recollect.search-service.url=search:8102, recollect.search-service.url must be http://host",
    "recollect.search-service.url=search, recollect.search-service.url must be http://host",
    "recollect.search-service.url=http://search/v1, recollect.search-service.url must be http://host",
    "recollect.search-service.url=http://, recollect.search-service.url",
    "recollect.storage.endpoint=http://s3, recollect.storage.access-key",
  })
  void aWrongValueIsNamed(String line, String message) {
    assertThatThrownBy(() -> load(line))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("a setting is wrong")
        .hasMessageContaining(message);
  }

  private SuiteSettings load(String text) throws IOException {
    return SuiteSettings.load(Files.writeString(folder.resolve("recollect.properties"), text));
  }
}
