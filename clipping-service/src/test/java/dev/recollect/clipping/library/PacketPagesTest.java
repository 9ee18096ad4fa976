package dev.recollect.clipping.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recollect.clipping.testing.Footage;
import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.clipping.testing.TestLibrary;
import dev.recollect.kit.sql.Database;
import dev.recollect.video.Packet;
import dev.recollect.video.TestVideos;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PacketPagesTest extends ServiceTest {
  @Inject Footage footage;
  @Inject Database database;
  @Inject PacketPages pages;
  @Inject SourceVideoStore videos;

  private final long event = TestLibrary.newEventId();

  @BeforeEach
  void aVideo() {
    footage.video(event, 1, TestVideos.pattern(2));
  }

  /** Ten ticks each, of which every third is stored before the two that are shown before it. */
  private static List<Packet> packets(int count) {
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long shown = 10L * (i % 3 == 0 ? i + 2 : i - 1);
      packets.add(new Packet(shown, 10L * i - 20, 10, i, i % 60 == 0, false));
    }
    return packets;
  }

  private void write(List<Packet> packets) {
    database.transact(
        transaction -> {
          try (PacketWriter writer = pages.write(transaction, event, 1)) {
            packets.forEach(writer);
            writer.finish();
            return packets;
          }
        });
  }

  private List<Packet> around(long from, long to) {
    return found(from, to).orElseThrow();
  }

  private Optional<List<Packet>> found(long from, long to) {
    return database.read(connection -> pages.around(connection, event, 1, from, to));
  }

  @Test
  void thePacketsAroundAStretchAreAllThatAreShownInItAndThoseBetween() {
    List<Packet> packets = packets(3_500);
    write(packets);

    assertThat(around(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(packets);
    // A page has a thousand. The last of the first is shown at 10,010, after the two that follow.
    assertThat(around(100, 200)).isEqualTo(packets.subList(0, 1_000));
    assertThat(around(9_000, 10_000)).isEqualTo(packets.subList(0, 2_000));
    assertThat(around(10_010, 10_011)).isEqualTo(packets.subList(0, 2_000));
    assertThat(around(10_011, 19_990)).isEqualTo(packets.subList(1_000, 2_000));
    assertThat(around(10_011, 19_991)).isEqualTo(packets.subList(1_000, 3_000));
    assertThat(around(34_990, 99_000)).isEqualTo(packets.subList(3_000, 3_500));
    assertThat(around(99_000, 99_999)).isEmpty();
    assertThat(around(-500, 0)).isEmpty();
  }

  @Test
  void oneOddTimestampDoesNotBringAWholeVideoIntoMemory() {
    List<Packet> packets = packets(200_001);
    packets.set(200_000, new Packet(0, 2_000_000, 10, 1, false, false));
    write(packets);

    assertThat(found(10_010, 10_020)).isEmpty();
    assertThat(around(10_011, 10_020)).isEqualTo(packets.subList(1_000, 200_001));
  }

  @Test
  void aVideoThatIsReadAgainHasWhatWasReadLast() {
    write(packets(2_500));
    List<Packet> again = packets(1_001);

    write(again);

    assertThat(around(0, Long.MAX_VALUE)).isEqualTo(again);
    database.transact(
        transaction -> {
          videos.remove(transaction, event, 1);
          return null;
        });
    assertThat(around(0, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void whatIsDiscardedLeavesWhatWasKnown() {
    List<Packet> known = packets(10);
    write(known);

    database.transact(
        transaction -> {
          try (PacketWriter writer = pages.write(transaction, event, 1)) {
            packets(2_500).forEach(writer);
            writer.discard();
            assertThatThrownBy(() -> writer.accept(known.getFirst()))
                .isInstanceOf(IllegalStateException.class);
            return known;
          }
        });

    assertThat(around(0, Long.MAX_VALUE)).isEqualTo(known);
  }
}
