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
import dev.recollect.vision.VisionModels;
import dev.recollect.vision.VisionSettings;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.SimilarityCalibration;
import dev.recollect.vision.onnx.OnnxSettings;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
  void peopleInTheBackgroundOfASelfieAreNotCounted() {
    Pixels farAway = selfieBeside(320, 80);
    Pixels close = selfieBeside(320, 140);

    assertThat(faces(farAway)).hasSize(2);
    assertThat(analyzer.selfie(farAway).orElseThrow().faces()).isEqualTo(1);
    assertThat(analyzer.selfie(close).orElseThrow().faces()).isEqualTo(2);
    for (Pixels photo : List.of(farAway, close)) {
      assertThat(analyzer.selfie(photo).orElseThrow().face().embedding().cosine(biden()))
          .isGreaterThan(threshold);
    }
  }

  @Test
  void aSelfieFromFarAwayIsLookedAtAsCloselyAsItTakes() {
    for (int height : List.of(200, 90, 36)) {
      Selfie selfie = analyzer.selfie(selfieBeside(height, height * 3 / 4)).orElseThrow();

      assertThat(selfie.faces()).isEqualTo(2);
      assertThat(selfie.face().face().box().height()).isBetween(.85 * height, 1.15 * height);
      assertThat(selfie.face().embedding().cosine(biden())).isGreaterThan(threshold);
    }
  }

  @Test
  void aLargeFaceEndsTheSearchOfASelfie() {
    List<String> runs = new CopyOnWriteArrayList<>();
    try (VisionModels models =
        VisionModels.open(
            TestModels.store(),
            FaceModel.shipped(TestModels.store()),
            new VisionSettings(
                OnnxSettings.defaults(),
                VisionSettings.defaults().faceLevels(),
                (model, shape, nanos) -> runs.add(model)))) {
      assertThat(models.analyzer().selfie(Photos.read(portraits().resolve("obama.jpg"))))
          .isPresent();
    }

    // The whole photo in one tile, and a second look at the face.
    assertThat(runs.stream().filter(TestModels.store().file("face-detector").name()::equals))
        .hasSize(2);
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

  /** Biden on the left and Obama on the right, with faces of these heights in pixels. */
  private Pixels selfieBeside(int left, int right) {
    Pixels grey = Drawings.plain(1600, 1200, 127);
    Pixels taker = Drawings.lay(portrait("biden2.jpg", left), grey, 0, 0);
    Pixels other = portrait("obama.jpg", right);
    return Drawings.lay(other, taker, 1600 - other.width(), 0);
  }

  private Pixels portrait(String file, int faceHeight) {
    Path path = portraits().resolve(file);
    Pixels photo = Photos.read(path, 1000);
    double height = analyzer.selfie(photo).orElseThrow().face().face().box().height();
    return Photos.read(path, (int) (Math.max(photo.width(), photo.height()) * faceHeight / height));
  }

  private FaceEmbedding biden() {
    return portrait("biden.jpg");
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
