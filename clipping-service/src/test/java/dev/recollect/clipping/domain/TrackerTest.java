package dev.recollect.clipping.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.vision.Box;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.FaceQuality;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackerTest {
  private static final TrackingRules RULES = TrackingRules.forModel(0.42);

  private final Tracker tracker = new Tracker(RULES);

  /** A face in the plane; the cosine of two is that of the angle between them. */
  private static FaceEmbedding face(double degrees) {
    double angle = Math.toRadians(degrees);
    return FaceEmbedding.normalized(
        "plane", new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
  }

  private static Sighting seen(double seconds, double x, double degrees) {
    return seen(seconds, x, degrees, 0.9, FaceQuality.NORMAL);
  }

  private static Sighting seen(
      double seconds, double x, double degrees, double confidence, FaceQuality quality) {
    return new Sighting(
        Duration.ofMillis(Math.round(seconds * 1000)),
        new Box(x, 0.2, 0.1, 0.2),
        confidence,
        quality,
        face(degrees));
  }

  @Test
  void followsAFaceThatMovesAway() {
    Sighting first = seen(0, 0.1, 0);
    Sighting second = seen(0.5, 0.5, 30);
    Sighting third = seen(1, 0.9, 60);
    tracker.accept(List.of(first), false);
    tracker.accept(List.of(second), false);
    tracker.accept(List.of(third), false);
    assertThat(tracker.finish())
        .singleElement()
        .satisfies(track -> assertThat(track.sightings()).containsExactly(first, second, third));
  }

  @Test
  void followsAFaceThatTurnsWhereItIs() {
    // 75 degrees: cosine 0.26, not enough alone, enough with the box.
    tracker.accept(List.of(seen(0, 0.1, 0)), false);
    tracker.accept(List.of(seen(0.5, 0.13, 75)), false);
    assertThat(tracker.finish()).hasSize(1);
  }

  @Test
  void anUnlikeFaceInTheSamePlaceIsAnother() {
    tracker.accept(List.of(seen(0, 0.1, 0)), false);
    tracker.accept(List.of(seen(0.5, 0.1, 85)), false);
    assertThat(tracker.finish()).hasSize(2);
  }

  @Test
  void aHalfLikeFaceElsewhereIsAnother() {
    tracker.accept(List.of(seen(0, 0.1, 0)), false);
    tracker.accept(List.of(seen(0.5, 0.6, 75)), false);
    assertThat(tracker.finish()).hasSize(2);
  }

  @Test
  void placesSayNothingAcrossAChangeOfTheShot() {
    tracker.accept(List.of(seen(0, 0.1, 0)), false);
    tracker.accept(List.of(seen(0.5, 0.1, 75)), true);
    assertThat(tracker.finish()).hasSize(2);

    tracker.accept(List.of(seen(0, 0.1, 0)), false);
    tracker.accept(List.of(seen(0.5, 0.1, 20)), true);
    assertThat(tracker.finish()).hasSize(1);
  }

  @Test
  void keepsTwoFacesApartWhenTheyCross() {
    Sighting anna = seen(0, 0.1, 0);
    Sighting berta = seen(0, 0.8, 100);
    Sighting annaLater = seen(0.5, 0.8, 5);
    Sighting bertaLater = seen(0.5, 0.1, 95);
    tracker.accept(List.of(anna, berta), false);
    tracker.accept(List.of(bertaLater, annaLater), false);
    assertThat(tracker.finish())
        .extracting(FaceTrack::sightings)
        .containsExactlyInAnyOrder(List.of(anna, annaLater), List.of(berta, bertaLater));
  }

  @Test
  void oneTrackTakesOneFaceOfAPicture() {
    // Twins: the nearer look goes on, the other begins a track.
    tracker.accept(List.of(seen(0, 0.1, 0)), false);
    Sighting near = seen(0.5, 0.1, 5);
    Sighting far = seen(0.5, 0.6, 10);
    tracker.accept(List.of(far, near), false);
    List<FaceTrack> tracks = tracker.finish();
    assertThat(tracks).hasSize(2);
    assertThat(tracks.get(0).sightings()).hasSize(2).contains(near);
    assertThat(tracks.get(1).sightings()).containsExactly(far);
  }

  @Test
  void aFaceThatWasAwayTooLongComesBackAsAnother() {
    tracker.accept(List.of(seen(0, 0.1, 0)), false);
    tracker.accept(List.of(), false);
    tracker.accept(List.of(seen(3, 0.1, 0)), false);
    tracker.accept(List.of(seen(6.5, 0.1, 0)), false);
    assertThat(tracker.finish())
        .extracting(track -> track.sightings().size())
        .containsExactly(2, 1);
  }

  @Test
  void keepsOneLookAtItsBestAndEachNewLook() {
    tracker.accept(List.of(seen(0, 0.1, 0, 0.8, FaceQuality.NORMAL)), false);
    tracker.accept(List.of(seen(0.5, 0.1, 10, 0.95, FaceQuality.NORMAL)), false);
    tracker.accept(List.of(seen(1, 0.1, 12, 0.99, FaceQuality.LOW)), false);
    tracker.accept(List.of(seen(1.5, 0.1, 60, 0.7, FaceQuality.NORMAL)), false);
    FaceTrack track = tracker.finish().getFirst();
    assertThat(track.sightings()).hasSize(4);
    assertThat(track.embeddings()).containsExactly(face(10), face(60));
  }

  @Test
  void keepsOnlySoManyLooks() {
    Tracker two = new Tracker(new TrackingRules(0.42, 0.2, 0.3, Duration.ofSeconds(3), 2, 0.8));
    for (int i = 0; i < 5; i++) {
      two.accept(List.of(seen(i * 0.5, 0.1, i * 45)), false);
    }
    assertThat(two.finish())
        .singleElement()
        .satisfies(
            track -> {
              assertThat(track.sightings()).hasSize(5);
              assertThat(track.embeddings()).hasSize(2);
            });
  }

  @Test
  void startsAnewAfterTheEnd() {
    tracker.accept(List.of(seen(0, 0.1, 0)), false);
    assertThat(tracker.finish()).hasSize(1);
    assertThat(tracker.finish()).isEmpty();
  }

  @Test
  void refusesRulesThatContradictEachOther() {
    assertThatThrownBy(() -> new TrackingRules(0.4, 0.5, 0.3, Duration.ofSeconds(3), 5, 0.8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TrackingRules(0.4, 0.2, 0.3, Duration.ofSeconds(3), 0, 0.8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TrackingRules(0.9, 0.2, 0.3, Duration.ofSeconds(3), 5, 0.8))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
