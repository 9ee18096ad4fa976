package dev.recollect.clipping.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentsTest {
  private static final Duration VIDEO = seconds(120);

  private final Segments segments = new Segments(SegmentRules.DEFAULTS);

  private static Duration seconds(double value) {
    return Duration.ofMillis(Math.round(value * 1000));
  }

  private static List<Duration> at(double... values) {
    return Arrays.stream(values).mapToObj(SegmentsTest::seconds).toList();
  }

  private static Segment segment(double start, double end) {
    return new Segment(seconds(start), seconds(end));
  }

  private static SegmentRules rules(
      double padding, double gap, double min, double max, int perSource) {
    return new SegmentRules(
        seconds(padding), seconds(padding), seconds(gap), seconds(min), seconds(max), perSource);
  }

  @Test
  void nobodySeenIsNoSegment() {
    assertThat(segments.of(List.of(), VIDEO)).isEmpty();
    assertThat(segments.of(at(120, 121, -1), VIDEO)).isEmpty();
  }

  @Test
  void oneSightingIsPaddedOnBothSides() {
    assertThat(segments.of(at(50), VIDEO)).containsExactly(segment(48, 52));
  }

  @Test
  void sightingsUpToTheLargestGapApartAreOneSegment() {
    assertThat(segments.of(at(50, 53, 56), VIDEO)).containsExactly(segment(48, 58));
  }

  @Test
  void sightingsFurtherApartAreTwoUnlessPaddingClosesTheGap() {
    assertThat(segments.of(at(50, 54.1), VIDEO))
        .containsExactly(segment(48, 52), segment(52.1, 56.1));
    assertThat(segments.of(at(50, 54), VIDEO)).containsExactly(segment(48, 56));
    assertThat(segments.of(at(50, 54.5), VIDEO))
        .containsExactly(segment(48, 52), segment(52.5, 56.5));
  }

  @Test
  void padsNoFurtherThanTheVideo() {
    assertThat(segments.of(at(0.5, 119.5, 117), VIDEO))
        .containsExactly(segment(115, 120), segment(0, 3));
  }

  @Test
  void widensWhatIsTooShort() {
    Segments bare = new Segments(rules(0.5, 3, 3, 30, 10));
    assertThat(bare.of(at(50), VIDEO)).containsExactly(segment(48.5, 51.5));
    assertThat(bare.of(at(0.2), VIDEO)).containsExactly(segment(0, 3));
    assertThat(bare.of(at(119.8), VIDEO)).containsExactly(segment(117, 120));
    assertThat(bare.of(at(1), seconds(2))).containsExactly(segment(0, 2));
  }

  @Test
  void widensAnInstant() {
    Segments instant = new Segments(rules(0, 0, 1, 2, 10));
    assertThat(instant.of(at(10), VIDEO).getFirst().length()).isEqualTo(seconds(1));
  }

  @Test
  void dividesWhatIsTooLongEvenly() {
    List<Duration> dense = IntStream.rangeClosed(20, 90).mapToObj(Duration::ofSeconds).toList();
    // 18 to 92 are 74 seconds: three parts of 24.667.
    assertThat(segments.of(dense, VIDEO))
        .hasSize(3)
        .allSatisfy(s -> assertThat(s.length()).isBetween(seconds(24.666), seconds(24.667)))
        .satisfies(
            all -> {
              List<Segment> inOrder =
                  all.stream()
                      .<Segment>map(s -> s)
                      .sorted(Comparator.comparing(Segment::start))
                      .toList();
              assertThat(inOrder.getFirst().start()).isEqualTo(seconds(18));
              assertThat(inOrder.getLast().end()).isEqualTo(seconds(92));
              assertThat(inOrder.get(1).start()).isEqualTo(inOrder.get(0).end());
            });
  }

  @Test
  void exactlyTheLongestLengthStaysWhole() {
    List<Duration> dense = IntStream.rangeClosed(20, 46).mapToObj(Duration::ofSeconds).toList();
    assertThat(segments.of(dense, VIDEO)).containsExactly(segment(18, 48));
  }

  @Test
  void longestComeFirstAndOnlySoMany() {
    List<Duration> seen = at(10, 11, 30, 50, 52, 54, 80, 81);
    assertThat(segments.of(seen, VIDEO))
        .containsExactly(segment(48, 56), segment(8, 13), segment(78, 83), segment(28, 32));
    assertThat(new Segments(rules(2, 3, 3, 30, 2)).of(seen, VIDEO))
        .containsExactly(segment(48, 56), segment(8, 13));
  }

  @Test
  void orderAndRepeatsDoNotMatter() {
    assertThat(segments.of(at(56, 50, 53, 50, 56), VIDEO)).containsExactly(segment(48, 58));
  }

  @Test
  void refusesRulesThatContradictEachOther() {
    assertThatThrownBy(() -> rules(-1, 3, 3, 30, 10))
        .hasMessage("segment rules: padding is negative");
    assertThatThrownBy(() -> rules(2, -1, 3, 30, 10))
        .hasMessage("segment rules: the largest gap is negative");
    assertThatThrownBy(() -> rules(2, 3, 0, 30, 10))
        .hasMessage("segment rules: the shortest length is not above 0");
    assertThatThrownBy(() -> rules(2, 3, 3, 5.9, 10))
        .hasMessage("segment rules: the longest length is less than twice the shortest");
    assertThatThrownBy(() -> rules(2, 3, 3, 30, 0)).hasMessage("segment rules: no clip per source");
    assertThatThrownBy(() -> segment(2, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whateverIsSeenTheRulesHold() {
    Random random = new Random(20_261_121);
    for (int round = 0; round < 2_000; round++) {
      SegmentRules rules =
          rules(
              random.nextInt(40) / 10.0,
              random.nextInt(60) / 10.0,
              0.5 + random.nextInt(40) / 10.0,
              9 + random.nextInt(300) / 10.0,
              1 + random.nextInt(30));
      Duration video = seconds(5 + random.nextInt(3_000) / 10.0);
      List<Duration> seen = new ArrayList<>();
      for (int i = random.nextInt(80); i > 0; i--) {
        seen.add(seconds(random.nextDouble() * video.toMillis() / 1e3));
      }
      seen.removeIf(t -> t.compareTo(video) >= 0);
      List<Segment> found = new Segments(rules).of(seen, video);

      String situation = "round " + round + ": " + rules + " " + video + " " + seen;
      assertThat(found).as(situation).hasSizeLessThanOrEqualTo(rules.maxClipsPerSource());
      assertThat(found.isEmpty()).as(situation).isEqualTo(seen.isEmpty());
      assertThat(found)
          .as(situation)
          .isSortedAccordingTo(Comparator.comparing(Segment::length).reversed());
      List<Segment> inOrder = found.stream().sorted(Comparator.comparing(Segment::start)).toList();
      for (int i = 0; i < inOrder.size(); i++) {
        Segment s = inOrder.get(i);
        assertThat(s.end()).as(situation).isLessThanOrEqualTo(video);
        assertThat(s.length()).as(situation).isLessThanOrEqualTo(rules.maxLength().plusNanos(100));
        assertThat(seen).as(situation).anyMatch(t -> !t.isNegative() && inside(s, t));
        if (i > 0) {
          assertThat(s.start()).as(situation).isGreaterThanOrEqualTo(inOrder.get(i - 1).end());
        }
      }
      if (found.size() < rules.maxClipsPerSource()) {
        assertThat(seen).as(situation).allMatch(t -> found.stream().anyMatch(s -> inside(s, t)));
      }
      Collections.shuffle(seen, random);
      assertThat(new Segments(rules).of(seen, video)).as(situation).isEqualTo(found);
    }
  }

  private static boolean inside(Segment segment, Duration time) {
    return time.compareTo(segment.start()) >= 0 && time.compareTo(segment.end()) <= 0;
  }
}
