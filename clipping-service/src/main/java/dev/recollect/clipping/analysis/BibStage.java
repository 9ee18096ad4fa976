package dev.recollect.clipping.analysis;

import dev.recollect.clipping.domain.Sighting;
import dev.recollect.imaging.Pixels;
import dev.recollect.vision.BibReader;
import dev.recollect.vision.BibReading;
import dev.recollect.vision.BibWearers;
import dev.recollect.vision.Box;
import dev.recollect.vision.PhotoBib;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the bib numbers of people whose faces are in the picture. Searching for text costs several
 * times what searching for faces does, so it is done only around torsos that are large enough, now
 * and then, and not again while nothing moves there.
 */
public final class BibStage implements AnalysisStage {
  private final BibReader reader;
  private final BibRules rules;
  private final Supplier<List<Sighting>> faces;
  private final List<SeenBib> seen = new ArrayList<>();
  private Optional<Look> last = Optional.empty();

  /**
   * @param faces those of the picture that is being looked at; asked once for each
   */
  public BibStage(BibReader reader, BibRules rules, Supplier<List<Sighting>> faces) {
    this.reader = reader;
    this.rules = rules;
    this.faces = faces;
  }

  private record Look(Duration time, Torsos torsos, List<BibReading> readings) {}

  @Override
  public void see(Sample sample) {
    Pixels picture = sample.pixels();
    List<Sighting> sightings = faces.get();
    List<Box> boxes =
        sightings.stream()
            .map(sighting -> sighting.box().scaled(picture.width(), picture.height()))
            .toList();
    if (!isDue(sample)) {
      return;
    }
    Optional<Torsos> torsos = Torsos.below(boxes, rules.leastHeight(), picture);
    if (torsos.isEmpty()) {
      return;
    }
    // What was read in a picture stands while nothing has moved.
    List<BibReading> readings =
        last.filter(look -> look.torsos().sameAs(torsos.get()))
            .map(Look::readings)
            .orElseGet(() -> reader.read(picture, torsos.get().part(), torsos.get().scale()));
    last = Optional.of(new Look(sample.time(), torsos.get(), readings));
    readings.stream()
        .filter(this::isLargeEnough)
        .map(reading -> BibWearers.link(reading, boxes))
        .filter(bib -> bib.confidence() >= BibReader.ACCEPTED)
        .forEach(bib -> seen.add(seen(sample, bib, sightings)));
  }

  private boolean isDue(Sample sample) {
    return sample.beginsShot()
        || last.isEmpty()
        || sample.time().minus(last.get().time()).compareTo(rules.every()) >= 0;
  }

  private boolean isLargeEnough(BibReading reading) {
    return Math.min(reading.box().width(), reading.box().height()) >= rules.leastHeight();
  }

  private static SeenBib seen(Sample sample, PhotoBib bib, List<Sighting> sightings) {
    return new SeenBib(
        sample.time(),
        bib.reading().text(),
        bib.face().isPresent()
            ? Optional.of(sightings.get(bib.face().getAsInt()))
            : Optional.empty());
  }

  /** In the order in which they were read. */
  public List<SeenBib> finish() {
    return List.copyOf(seen);
  }
}
