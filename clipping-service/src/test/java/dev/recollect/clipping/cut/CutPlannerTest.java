package dev.recollect.clipping.cut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.clipping.cut.CutPlan.SmartCut;
import dev.recollect.video.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ticks are tenths of a picture, so that wrong ones show. */
class CutPlannerTest {
  private static final int GROUP = 12;

  /** Groups of twelve pictures; decoding order I0 P3 B1 B2 P6 B4 B5 P9 B7 B8 P11 B10. */
  private static final int[] ORDER = {0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 11, 10};

  private static final long DELAY = 20;

  private static List<Packet> groups(int count) {
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < count * GROUP; i++) {
      int picture = i / GROUP * GROUP + ORDER[i % GROUP];
      packets.add(new Packet(picture * 10L, i * 10L - DELAY, 10, 100 + i, i % GROUP == 0, false));
    }
    return packets;
  }

  private static CutPlan plan(List<Packet> packets, long from, long to) {
    return new CutPlanner(packets, 1).plan(from, to).orElseThrow();
  }

  @Test
  void copiesFromTheNextKeyframeToTheLastPlaceNothingRefersAcross() {
    CutPlan plan = plan(groups(5), 50, 430);

    assertThat(plan.pts())
        .containsExactlyElementsOf(LongStream.range(5, 43).mapToObj(i -> i * 10).toList());
    assertThat(plan.end()).isEqualTo(430);
    SmartCut cut = plan.smart().orElseThrow();
    assertThat(cut.head()).contains(new Edge(new FrameRange(50, 120, 7), 49, DELAY));
    // Pictures 36 to 42 of the last group: I36 P39 B37 B38 P42 are decoded before B40 and B41, so
    // the last place is after B41.
    assertThat(cut.body().range()).isEqualTo(new FrameRange(120, 430, 31));
    assertThat(cut.body().seek()).isEqualTo(180);
    assertThat(cut.body().sizes()).startsWith(112, 113, 114).hasSize(31).endsWith(142);
    assertThat(cut.tail()).isEmpty();
  }

  @Test
  void encodesTheFewPicturesAfterThatPlace() {
    SmartCut cut = plan(groups(5), 0, 420).smart().orElseThrow();
    assertThat(cut.head()).isEmpty();
    // P42 stays outside, so B40 and B41 cannot be copied.
    assertThat(cut.body().range()).isEqualTo(new FrameRange(0, 400, 40));
    // The packet after the body is P42, decoded at 380.
    assertThat(cut.tail()).contains(new Edge(new FrameRange(400, 420, 2), 399, 20));
  }

  @ParameterizedTest
  @CsvSource({
    // Keyframes are shown at 120, 240, ... and decoded 20 before: right after one, before the
    // next is decoded, and after
    "130, 129",
    "220, 219",
    "230, 219"
  })
  void decodingOfAnEdgeBeginsAtTheLastKeyframeBeforeIt(long first, long seek) {
    assertThat(plan(groups(5), first, 600).smart().orElseThrow().head())
        .map(Edge::seek)
        .contains(seek);
  }

  @Test
  void decodingTimesRiseAcrossBothJoinsWhereverTheCutLies() {
    List<Packet> packets = groups(5);
    for (long from = 0; from < 300; from += 10) {
      for (long to = from + 140; to <= 600; to += 10) {
        CutPlan plan = plan(packets, from, to);
        SmartCut cut = plan.smart().orElseThrow();
        List<Long> dts = new ArrayList<>();
        List<Long> pts = new ArrayList<>();
        cut.head().ifPresent(edge -> addEdge(edge, pts, dts));
        int key = packets.indexOf(packetAt(packets, cut.body().range().first()));
        packets
            .subList(key, key + cut.body().range().frames())
            .forEach(
                p -> {
                  pts.add(p.pts());
                  dts.add(p.dts());
                });
        cut.tail().ifPresent(edge -> addEdge(edge, pts, dts));
        assertThat(dts).as("%d to %d", from, to).isSorted().doesNotHaveDuplicates();
        assertThat(pts.stream().sorted().toList()).as("%d to %d", from, to).isEqualTo(plan.pts());
        for (int i = 0; i < pts.size(); i++) {
          assertThat(pts.get(i)).isGreaterThanOrEqualTo(dts.get(i));
        }
        assertThat(cut.tail().map(edge -> edge.range().frames()).orElse(0)).isLessThan(4);
      }
    }
  }

  private static void addEdge(Edge edge, List<Long> pts, List<Long> dts) {
    for (long at = edge.range().first(); at < edge.range().end(); at += 10) {
      pts.add(at);
      dts.add(at - edge.decodeLead());
    }
  }

  private static Packet packetAt(List<Packet> packets, long pts) {
    return packets.stream().filter(p -> p.pts() == pts).findFirst().orElseThrow();
  }

  @Test
  void passesOverAKeyframeThatLaterPacketsAreShownBefore() {
    List<Packet> open = new ArrayList<>(groups(4));
    // An open group: B-picture 11 comes after I12, which it refers to.
    int key = GROUP;
    Packet intra = open.get(key);
    Packet leading = open.get(key - 1);
    open.set(key - 1, new Packet(intra.pts(), leading.dts(), 10, 1, true, false));
    open.set(key, new Packet(leading.pts(), intra.dts(), 10, 1, false, false));
    SmartCut cut = plan(open, 50, 480).smart().orElseThrow();
    assertThat(cut.body().range().first()).isEqualTo(240);
    assertThat(cut.head()).map(Edge::range).contains(new FrameRange(50, 240, 19));
  }

  @Test
  void encodesAllWhenThereIsLittleToCopy() {
    assertThat(new CutPlanner(groups(5), 200).plan(50, 250).orElseThrow().smart()).isEmpty();
    assertThat(new CutPlanner(groups(5), 1).plan(10, 110).orElseThrow().smart()).isEmpty();
  }

  @Test
  void encodesAllWhenAnEditListHidesPictures() {
    List<Packet> hidden = new ArrayList<>(groups(3));
    Packet p = hidden.get(20);
    hidden.set(20, new Packet(p.pts(), p.dts(), 10, p.size(), false, true));
    CutPlan plan = plan(hidden, 0, 360);
    assertThat(plan.pts()).hasSize(35).doesNotContain(p.pts());
    assertThat(plan.smart()).isEmpty();
  }

  @Test
  void encodesAllWhenDecodingTimesAreUnknown() {
    List<Packet> unknown = new ArrayList<>(groups(2));
    unknown.replaceAll(
        p -> new Packet(p.pts(), Packet.UNKNOWN, 10, p.size(), p.key(), p.discarded()));
    assertThat(plan(unknown, 0, 240).smart()).isEmpty();
  }

  @Test
  void thePacketsAroundAClipAreAllItNeeds() {
    List<Packet> packets = groups(5);
    for (int page : new int[] {1, 5, 7, 16}) {
      for (long from = 0; from < 590; from += 30) {
        for (long to = from + 10; to <= 600; to += 10) {
          assertThat(pieces(plan(around(packets, page, from, to + 40), from, to)))
              .as("%d to %d in pages of %d", from, to, page)
              .isEqualTo(pieces(plan(packets, from, to)));
        }
      }
    }
  }

  /**
   * All of a plan but where to look for the body's keyframe, for which there are many good places.
   */
  private static List<Object> pieces(CutPlan plan) {
    return List.of(
        plan.pts(),
        plan.end(),
        plan.smart()
            .map(cut -> List.of(cut.head(), cut.body().range(), cut.body().sizes(), cut.tail())));
  }

  /** All packets that are shown in a stretch and those between, in whole pages. */
  private static List<Packet> around(List<Packet> packets, int page, long from, long to) {
    List<Integer> inside =
        IntStream.range(0, packets.size())
            .filter(i -> packets.get(i).pts() >= from && packets.get(i).pts() < to)
            .boxed()
            .toList();
    int first = inside.getFirst() / page * page;
    int end = (inside.getLast() / page + 1) * page;
    return packets.subList(first, Math.min(end, packets.size()));
  }

  @Test
  void endsAtTheEndOfTheVideo() {
    CutPlan plan = plan(groups(2), 120, 10_000);
    assertThat(plan.pts()).hasSize(12);
    assertThat(plan.end()).isEqualTo(240);
    assertThat(plan.smart().orElseThrow().body().range()).isEqualTo(new FrameRange(120, 240, 12));
  }

  @Test
  void knowsWhenThereIsNoPicture() {
    assertThat(new CutPlanner(groups(2), 1).plan(241, 300)).isEqualTo(Optional.empty());
    assertThat(new CutPlanner(groups(2), 1).plan(11, 19)).isEmpty();
  }
}
