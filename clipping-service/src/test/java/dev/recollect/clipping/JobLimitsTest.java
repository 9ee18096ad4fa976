package dev.recollect.clipping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.clipping.testing.ServiceTest;
import dev.recollect.kit.jobs.EventWork;
import dev.recollect.kit.jobs.JobsConfig;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work that takes long leaves a thread to the work that does not. */
@QuarkusTest
class JobLimitsTest extends ServiceTest {
  @Inject @All List<EventWork> works;
  @Inject JobsConfig jobs;

  @Test
  void onlyWorkOfMomentsMayHoldEveryThread() {
    assertThat(works)
        .extracting(EventWork::queue)
        .filteredOn(queue -> !jobs.limits().containsKey(queue))
        .containsExactlyInAnyOrder("clip-search", "clip-removal");
  }

  @Test
  void longWorkOfAllKindsTogetherLeavesAThread() {
    assertThat(works).extracting(EventWork::queue).containsAll(jobs.limits().keySet());
    assertThat(jobs.limits().values().stream().mapToInt(Integer::intValue).sum())
        .isLessThan(jobs.threads());
  }
}
