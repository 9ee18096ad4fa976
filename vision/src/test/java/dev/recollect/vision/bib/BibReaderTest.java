package dev.recollect.vision.bib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.BibReader;
import dev.recollect.vision.BibReading;
import dev.recollect.vision.Drawings;
import dev.recollect.vision.PhotoAnalysis;
import dev.recollect.vision.Photos;
import dev.recollect.vision.TestData;
import dev.recollect.vision.TestModels;
import dev.recollect.vision.geometry.Window;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BibReaderTest {
  /** Looked at by eye: these are the numbers that can be read, no more. */
  private static final Map<String, List<String>> RACE =
      Map.of(
          "set1/set1_01.jpg", List.of("3638"),
          "set1/set1_03.jpg", List.of("3719"),
          "set2/set2_03.jpg", List.of("71652", "20431"));

  private final BibReader reader = TestModels.models().bibReader();

  @ParameterizedTest
  @CsvSource({"4711, 0", "0815, 0", "60511, 12", "329, -15", "77, 0", "123456, 0"})
  void readsDrawnNumbersWithLeadingZerosAndTilt(String number, int degrees) {
    List<BibReading> readings = reader.read(Drawings.bib(number, degrees), normal());

    assertThat(readings).hasSize(1);
    BibReading reading = readings.getFirst();
    assertThat(reading.text()).isEqualTo(number);
    assertThat(reading.confidence()).isBetween(BibReader.ACCEPTED, 1.0);
    assertThat(reading.box().centerX()).isBetween(570.0, 630.0);
    assertThat(reading.box().centerY()).isBetween(370.0, 430.0);
  }

  @Test
  void readsANumberThatRunsDownwards() {
    assertThat(reader.read(Drawings.bib("4711", 90), normal()))
        .extracting(BibReading::text)
        .containsExactly("4711");
  }

  @ParameterizedTest
  @CsvSource({"START", "7", "1234567", "A12"})
  void whatIsNoBibNumberIsLeftOut(String text) {
    assertThat(reader.read(Drawings.bib(text, 0), normal())).isEmpty();
  }

  @Test
  void anEmptyPictureHasNoNumbers() {
    assertThat(reader.read(Drawings.plain(640, 480, 128), normal())).isEmpty();
  }

  @Test
  void readsTheBibsOfRacePhotosAndLinksThemToTheirRunners() {
    Path race = TestData.folder().resolve("race");
    RACE.forEach(
        (file, numbers) -> {
          Pixels photo = Photos.read(race.resolve(file));

          PhotoAnalysis analysis = TestModels.models().analyzer().analyze(photo);

          assertThat(analysis.bibs())
              .filteredOn(bib -> bib.reading().confidence() >= BibReader.ACCEPTED)
              .extracting(bib -> bib.reading().text())
              .as(file)
              .containsAll(numbers);
          assertThat(analysis.bibs())
              .filteredOn(bib -> numbers.contains(bib.reading().text()))
              .allSatisfy(
                  bib -> {
                    assertThat(bib.face()).as(file + " " + bib.reading().text()).isPresent();
                    assertThat(bib.confidence()).isGreaterThan(bib.reading().confidence());
                  });
        });
  }

  @Test
  void looksCloserAtCrowds() {
    assertThat(reader.read(Drawings.bib("4711", 0), BibReader.Detail.CROWD))
        .extracting(BibReading::text)
        .containsExactly("4711");
  }

  @Test
  void readsAPartOfAPictureAndTellsWhereInTheWhole() {
    Window bib = new Window(400, 280, 400, 240);

    List<BibReading> readings = reader.read(Drawings.bib("4711", 0), bib, 1);

    assertThat(readings).extracting(BibReading::text).containsExactly("4711");
    assertThat(readings.getFirst().box().centerX()).isBetween(570.0, 630.0);
    assertThat(readings.getFirst().box().centerY()).isBetween(370.0, 430.0);
    Window lawn = new Window(0, 0, 400, 800);
    assertThat(reader.read(Drawings.bib("4711", 0), lawn, 1)).isEmpty();
  }

  private static BibReader.Detail normal() {
    return BibReader.Detail.NORMAL;
  }
}
