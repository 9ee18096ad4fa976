package dev.recollect.clipping.clip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.video.InconclusiveRunException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CutFailureTest {
  private static String reason(Exception failure) {
    CutFailure told = CutFailure.unavailable(failure);
    assertThat(told.statusCode()).isEqualTo(503);
    return told.reason();
  }

  @Test
  void tellsWhatIsWordedForCallers() {
    assertThat(reason(RecollectException.unavailable("The storage does not answer", null)))
        .isEqualTo("The segment could not be cut: The storage does not answer.");
    assertThat(reason(new InconclusiveRunException("ffmpeg took longer than 5 s", "at /srv/x")))
        .isEqualTo("The segment could not be cut: ffmpeg took longer than 5 s.");
  }

  @Test
  void keepsEverythingElseToItself() {
    String told = "The segment could not be cut: something that the work needs failed each time.";
    assertThat(reason(new IOException("/srv/clips/7/clip.mp4: Input/output error")))
        .isEqualTo(told);
    assertThat(reason(new RecollectException(ErrorCode.INTERNAL, "db-3.internal:5432")))
        .isEqualTo(told);
  }
}
