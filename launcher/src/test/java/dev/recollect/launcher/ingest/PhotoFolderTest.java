package dev.recollect.launcher.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoFolderTest {
  @TempDir private Path temporary;
  private Path card;

  @BeforeEach
  void fill() throws IOException {
    card = Files.createDirectories(temporary.resolve("card"));
    Files.createDirectories(card.resolve("finish"));
    Files.createDirectories(card.resolve(".trash"));
    Files.writeString(card.resolve("b.JPG"), "photo");
    Files.writeString(card.resolve("a.png"), "photo");
    Files.writeString(card.resolve("finish/c.webp"), "photo");
    Files.writeString(card.resolve(".trash/d.jpg"), "photo");
    Files.writeString(card.resolve(".e.jpg"), "photo");
    Files.writeString(card.resolve("notes.txt"), "no photo");
  }

  @Test
  void photosAreListedInOrderAndHiddenOnesPassedOver() throws Exception {
    PhotoFolder listed = PhotoFolder.list(card);

    assertThat(listed.photos())
        .containsExactly(
            card.resolve("a.png"), card.resolve("b.JPG"), card.resolve("finish/c.webp"));
    assertThat(listed.others()).isEqualTo(1);
    assertThat(listed.unreadable()).isEmpty();
  }

  @Test
  void aLinkToAFolderIsAsGoodAsTheFolder() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("latest"), card);

    assertThat(PhotoFolder.list(link).photos())
        .containsExactly(
            link.resolve("a.png"), link.resolve("b.JPG"), link.resolve("finish/c.webp"));
  }

  @Test
  void linksBelowTheFolderAreFollowedAndRoundTripsEnd() throws Exception {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("far.heic"), "photo");
    Files.createSymbolicLink(card.resolve("linked"), elsewhere);
    Files.createSymbolicLink(card.resolve("linked.jpg"), elsewhere.resolve("far.heic"));
    Files.createSymbolicLink(card.resolve("finish/back"), card);
    Files.createSymbolicLink(elsewhere.resolve("round"), elsewhere);

    PhotoFolder listed = PhotoFolder.list(card);

    assertThat(listed.photos())
        .containsExactly(
            card.resolve("a.png"),
            card.resolve("b.JPG"),
            card.resolve("finish/c.webp"),
            card.resolve("linked.jpg"),
            card.resolve("linked/far.heic"));
    assertThat(listed.unreadable()).isEmpty();
  }

  @Test
  void aPhotoThatIsALinkToNothingIsTold() throws Exception {
    Path dangling = card.resolve("finish/gone.jpg");
    Files.createSymbolicLink(dangling, temporary.resolve("gone.jpg"));

    PhotoFolder listed = PhotoFolder.list(card);

    assertThat(listed.photos()).hasSize(3);
    assertThat(listed.unreadable())
        .containsExactly(new Outcome.Failed(dangling, "is a link to nothing"));
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> PhotoFolder.list(temporary.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
