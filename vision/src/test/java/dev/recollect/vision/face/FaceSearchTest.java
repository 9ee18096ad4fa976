package dev.recollect.vision.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.Box;
import dev.recollect.vision.DetectedFace;
import dev.recollect.vision.Drawings;
import dev.recollect.vision.FaceEmbedder;
import dev.recollect.vision.FaceEmbedding;
import dev.recollect.vision.FaceQuality;
import dev.recollect.vision.PhotoAnalyzer;
import dev.recollect.vision.PhotoFace;
import dev.recollect.vision.Photos;
import dev.recollect.vision.Selfie;
import dev.recollect.vision.TestData;
import dev.recollect.vision.TestModels;
import dev.recollect.vision.model.SimilarityCalibration;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class FaceSearchTest {
  private final PhotoAnalyzer analyzer = TestModels.models().analyzer();
  private final FaceEmbedder embedder = TestModels.models().faceEmbedder();
  private final double threshold =
      embedder.calibration().cosine(SimilarityCalibration.DEFAULT_PERCENT);

  @Test
  void theSamePersonIsAboveTheThresholdAndAnotherBelow() {
    List<FaceEmbedding> obama =
        List.of(portrait("obama.jpg"), portrait("obama1.jpg"), portrait("obama2.jpg"));
    List<FaceEmbedding> biden = List.of(portrait("biden.jpg"), portrait("biden2.jpg"));
    List<FaceEmbedding> others =
        List.of(portrait("alex-lacamoire.png"), portrait("lin-manuel-miranda.png"));

    assertThat(obama.get(0).cosine(obama.get(1))).isGreaterThan(threshold);
    assertThat(obama.get(0).cosine(obama.get(2))).isGreaterThan(threshold);
    assertThat(biden.get(0).cosine(biden.get(1))).isGreaterThan(threshold);
    for (FaceEmbedding one : obama) {
      assertThat(biden).allSatisfy(other -> assertThat(one.cosine(other)).isLessThan(threshold));
      assertThat(others).allSatisfy(other -> assertThat(one.cosine(other)).isLessThan(threshold));
    }
    assertThat(others.get(0).cosine(others.get(1))).isLessThan(threshold);
  }

  @Test
  void twoPeopleInOnePhotoAreBothFoundAndToldApart() {
    List<PhotoFace> faces = faces(Photos.read(portraits().resolve("two_people.jpg")));

    assertThat(faces).hasSize(2);
    List<PhotoFace> leftToRight =
        faces.stream().sorted(Comparator.comparingDouble(face -> face.face().box().x())).toList();
    assertThat(leftToRight.get(0).embedding().cosine(portrait("obama.jpg")))
        .isGreaterThan(threshold);
    assertThat(leftToRight.get(1).embedding().cosine(portrait("biden2.jpg")))
        .isGreaterThan(threshold);
  }

  @Test
  void aSelfieWhoseFaceFillsTheFrameFindsItsPerson() {
    Pixels photo = Photos.read(portraits().resolve("biden2.jpg"));
    Box face = analyzer.selfie(photo).orElseThrow().face().face().box();
    // An upright picture, as a phone takes it, that ends a little beyond brow and chin.
    int height = (int) Math.min(photo.height() - face.y() + 40, face.height() * 1.2);
    int width = (int) (height * .75);
    Pixels filled =
        Drawings.cut(
            photo,
            (int) (face.centerX() - width / 2.0),
            (int) (face.centerY() - height / 2.0),
            width,
            height);

    Selfie selfie = analyzer.selfie(filled).orElseThrow();

    assertThat(selfie.faces()).isEqualTo(1);
    assertThat(selfie.face().face().box().height()).isGreaterThan(.6 * height);
    assertThat(selfie.face().embedding().cosine(portrait("biden.jpg"))).isGreaterThan(threshold);
    assertThat(faces(filled)).hasSize(1);
  }

  @Test
  void severalFacesComeLargestFirstAndTheSelfieTakesThatOne() {
    Pixels group = Photos.read(TestModels.folder().resolve("samples/sample5.jpg"));

    List<PhotoFace> faces = faces(group);
    Selfie selfie = analyzer.selfie(group).orElseThrow();

    assertThat(faces).hasSize(5);
    assertThat(faces)
        .isSortedAccordingTo(Comparator.comparingDouble((PhotoFace f) -> -f.face().box().area()));
    assertThat(faces).allSatisfy(f -> assertThat(f.face().quality()).isEqualTo(FaceQuality.NORMAL));
    assertThat(selfie.faces()).isEqualTo(5);
    assertThat(selfie.face().embedding().cosine(faces.getFirst().embedding())).isGreaterThan(.98);
  }

  @Test
  void helpersChangeNothingAboutASelfie() {
    Pixels group = Photos.read(TestModels.folder().resolve("samples/sample5.jpg"));
    Selfie alone = analyzer.selfie(group).orElseThrow();

    try (ExecutorService idle = Executors.newFixedThreadPool(3)) {
      Selfie helped = analyzer.selfie(group, idle).orElseThrow();

      assertThat(helped.faces()).isEqualTo(alone.faces());
      assertThat(helped.face().face()).isEqualTo(alone.face().face());
      assertThat(helped.face().embedding().values()).isEqualTo(alone.face().embedding().values());
    }
  }

  @Test
  void onePersonIsRecognisedInTwoPhotosOfTheDemo() {
    List<PhotoFace> first = faces(Photos.read(TestModels.folder().resolve("samples/sample1.jpg")));
    List<PhotoFace> third = faces(Photos.read(TestModels.folder().resolve("samples/sample3.jpg")));

    long matches =
        first.stream()
            .flatMap(a -> third.stream().map(b -> a.embedding().cosine(b.embedding())))
            .filter(cosine -> cosine >= threshold)
            .count();

    assertThat(first).hasSize(4); // three women, and a round badge that looks like a face
    assertThat(third).hasSize(3);
    assertThat(matches).isEqualTo(1);
  }

  @Test
  void everyEmbeddingNamesItsModel() {
    assertThat(faces(Photos.read(TestModels.folder().resolve("samples/sample3.jpg"))))
        .allSatisfy(
            face -> {
              assertThat(face.embedding().modelId()).isEqualTo(embedder.modelId());
              assertThat(face.embedding().values()).hasSize(512);
            });
  }

  @Test
  void smallFacesAreFoundAndMarkedAsUncertain() {
    Pixels small = Photos.read(TestModels.folder().resolve("samples/sample3.jpg"), 165);

    List<DetectedFace> faces = TestModels.models().faceDetector().detect(small);

    assertThat(faces).hasSize(3);
    assertThat(faces).allSatisfy(f -> assertThat(f.quality()).isEqualTo(FaceQuality.LOW));
  }

  @Test
  void aPhotoWithoutFacesHasNone() {
    Pixels lawn = Drawings.bib("123", 0);

    assertThat(TestModels.models().faceDetector().detect(lawn)).isEmpty();
    assertThat(analyzer.selfie(lawn)).isEmpty();
  }

  @Test
  void tinyAndExtremePicturesAreLookedAtWithoutHarm() {
    for (Pixels odd :
        List.of(
            Drawings.plain(1, 1, 0),
            Drawings.plain(3, 2, 255),
            Drawings.plain(2048, 1, 90),
            Drawings.plain(1, 2048, 90))) {
      assertThat(analyzer.analyze(odd).faces()).isEmpty();
      assertThat(analyzer.analyze(odd).bibs()).isEmpty();
      assertThat(analyzer.selfie(odd)).isEmpty();
    }
  }

  private List<PhotoFace> faces(Pixels photo) {
    return TestModels.models().faceDetector().detect(photo).stream()
        .map(face -> new PhotoFace(face, TestModels.models().faceEmbedder().embed(photo, face)))
        .toList();
  }

  private static Path portraits() {
    return TestData.folder().resolve("faces/portraits");
  }

  private FaceEmbedding portrait(String file) {
    return analyzer.selfie(Photos.read(portraits().resolve(file))).orElseThrow().face().embedding();
  }
}
