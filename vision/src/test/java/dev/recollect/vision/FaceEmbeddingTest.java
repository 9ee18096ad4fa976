package dev.recollect.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FaceEmbeddingTest {
  @Test
  void hasLengthOneWhateverTheModelGave() {
    FaceEmbedding embedding = FaceEmbedding.normalized("m", new float[] {3, 0, -4});

    assertThat(embedding.values()).containsExactly(.6f, 0, -.8f);
  }

  @Test
  void comparesByCosine() {
    FaceEmbedding a = FaceEmbedding.normalized("m", new float[] {1, 0});
    FaceEmbedding b = FaceEmbedding.normalized("m", new float[] {1, 1});

    assertThat(a.cosine(b)).isCloseTo(Math.sqrt(.5), within(1e-6));
    assertThat(a.cosine(a)).isEqualTo(1);
  }

  @Test
  void embeddingsOfTwoModelsNeverMeet() {
    FaceEmbedding a = FaceEmbedding.normalized("m", new float[] {1, 0});
    FaceEmbedding b = FaceEmbedding.normalized("n", new float[] {1, 0});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.cosine(b))
        .withMessage("embeddings of m and n cannot be compared");
    assertThat(a).isNotEqualTo(b);
  }

  @Test
  void outputWithoutDirectionIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FaceEmbedding.normalized("m", new float[2]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FaceEmbedding.normalized("m", new float[] {Float.NaN, 1}));
  }

  @Test
  void cannotBeChangedFromOutsideAndDoesNotPrintItself() {
    FaceEmbedding embedding = FaceEmbedding.normalized("m", new float[] {1, 0});
    embedding.values()[0] = 5;

    assertThat(embedding.values()).containsExactly(1, 0);
    assertThat(embedding).hasToString("FaceEmbedding[m, 2 values]");
  }
}
