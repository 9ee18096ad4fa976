package dev.recollect.vision.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.vision.TestModels;
import dev.recollect.vision.model.VerifiedModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OnnxModelTest {
  private static final long[] IN = {1, 3, 112, 112};
  private static final long[] OUT = {1, 512};

  @Test
  void anInferenceMoreThanAtOnceWaitsForItsTurn() throws Exception {
    VerifiedModel file = VerifiedModel.read(TestModels.store().file("face-embedding"));
    try (OnnxModel model = OnnxModel.load(file, new OnnxSettings(1, 1), InferenceObserver.NONE)) {
      CompletableFuture<float[]> second = new CompletableFuture<>();
      ModelCall first = model.call(IN, OUT);
      Thread other =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (ModelCall call = model.call(IN, OUT)) {
                      call.run();
                      float[] values = new float[512];
                      call.output(0).get(0, values);
                      second.complete(values);
                    } catch (RuntimeException e) {
                      second.completeExceptionally(e);
                    }
                  });
      long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (other.getState() != Thread.State.WAITING && System.nanoTime() < patience) {
        Thread.onSpinWait();
      }

      assertThat(other.getState()).isEqualTo(Thread.State.WAITING);
      assertThat(second).isNotDone();

      first.close();
      assertThat(second.get(30, TimeUnit.SECONDS)).hasSize(512);
    }
  }
}
