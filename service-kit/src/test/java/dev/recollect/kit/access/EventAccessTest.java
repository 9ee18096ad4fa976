package dev.recollect.kit.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventAccessTest {

  @Test
  void aDisabledEventOffersNothingThatNeedsAnEvent() {
    assertThat(offered(event(false, true, true, true, true, true))).containsExactly(Feature.NONE);
  }

  @Test
  void anEventOffersWhatIsSwitchedOn() {
    assertThat(offered(event(true, false, false, false, false, false)))
        .containsExactly(Feature.NONE, Feature.GALLERY);
    assertThat(offered(event(true, true, false, false, false, false)))
        .containsExactly(Feature.NONE, Feature.GALLERY, Feature.BIB_SEARCH);
    assertThat(offered(event(true, false, true, false, false, true)))
        .containsExactly(
            Feature.NONE, Feature.GALLERY, Feature.SELFIE_SEARCH, Feature.TIMELINE_SEARCH);
    assertThat(offered(event(true, true, true, true, true, true)))
        .containsExactly(Feature.values());
  }

  @Test
  void videoSelfieSearchNeedsVideoSearch() {
    assertThat(offered(event(true, false, false, false, true, false)))
        .containsExactly(Feature.NONE, Feature.GALLERY);
  }

  private static Set<Feature> offered(EventAccess event) {
    return EnumSet.allOf(Feature.class).stream()
        .filter(event::offers)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Feature.class)));
  }

  private static EventAccess event(
      boolean enabled,
      boolean bib,
      boolean selfie,
      boolean video,
      boolean videoSelfie,
      boolean timeline) {
    return new EventAccess(
        1, 1, enabled, bib, selfie, video, videoSelfie, timeline, false, OptionalDouble.empty());
  }
}
