package dev.recollect.vision.face;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.Box;
import dev.recollect.vision.DetectedFace;
import dev.recollect.vision.FaceDetector;
import dev.recollect.vision.FaceQuality;
import dev.recollect.vision.geometry.Window;
import dev.recollect.vision.onnx.ModelCall;
import dev.recollect.vision.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Finds faces of any size: a small detector runs over tiles of the photo at several sizes, and each
 * find is looked at once more, scaled so that the face has the height the detector knows best. The
 * second look rejects most false finds and gives the box that is kept.
 */
public final class TiledFaceDetector implements FaceDetector {
  private static final double FIRST_SCORE = .6;
  private static final double SECOND_SCORE = .7;
  private static final double SAME_FACE = .4;
  private static final double SAME_BOX = .35;
  private static final double SECOND_LOOK_HEIGHT = 72;
  private static final double LEAST_HEIGHT = 20;
  private static final double GOOD_HEIGHT = 32;

  /** Finer than the coarsest level, larger boxes are mostly trees, thighs and road. */
  private static final double TALLEST = 64;

  /** In level pixels: of faces of this height 95 % are found, of those half as tall again all. */
  private static final double RELIABLE_HEIGHT = 16;

  /** Of the height of a selfie's largest face: smaller ones are people in the background. */
  private static final double PROMINENT = 1 / 3.;

  /** Of a level, where others help; each share holds rows of its own, so not too many. */
  private static final int SHARES = 2;

  private final FaceBoxes boxes;
  private final FaceLandmarks landmarks;
  private final List<Integer> levels;

  /**
   * @param detector RFB-320
   * @param landmarkModel 68 points
   * @param levels long sides in pixels at which photos are searched, coarsest first; the whole
   *     photo in one tile is always searched too
   */
  public TiledFaceDetector(OnnxModel detector, OnnxModel landmarkModel, List<Integer> levels) {
    this.boxes = new FaceBoxes(detector);
    this.landmarks = new FaceLandmarks(landmarkModel);
    this.levels = List.copyOf(levels);
  }

  @Override
  public List<DetectedFace> detect(Pixels photo) {
    return described(photo, verified(photo, scan(photo, pyramid(photo), ALONE), ALONE));
  }

  /**
   * Goes on to the next finer level only while it could show a prominent face that this one hides.
   */
  @Override
  public List<DetectedFace> detectProminent(Pixels photo, Executor idle) {
    List<Candidate> found = List.of();
    for (PyramidLevel level : pyramid(photo)) {
      List<Candidate> all = new ArrayList<>(found);
      List<Candidate> unseen = new ArrayList<>(scan(photo, List.of(level), idle));
      unseen.removeIf(
          candidate -> all.stream().anyMatch(face -> face.overlaps(candidate, SAME_FACE)));
      all.addAll(verified(photo, unseen, idle));
      found = Candidate.distinct(all, SAME_FACE);
      double hidden = RELIABLE_HEIGHT * photo.height() / level.height();
      if (found.stream().anyMatch(face -> PROMINENT * face.box().height() >= hidden)) {
        break;
      }
    }
    List<DetectedFace> faces = described(photo, found);
    return faces.stream()
        .filter(face -> face.box().height() >= PROMINENT * faces.getFirst().box().height())
        .toList();
  }

  /** The whole photo in one tile, and every level that is not the same as that; coarsest first. */
  private List<PyramidLevel> pyramid(Pixels photo) {
    PyramidLevel whole = PyramidLevel.whole(photo);
    List<PyramidLevel> pyramid = new ArrayList<>(List.of(whole));
    for (int longSide : levels) {
      boolean coarsest = longSide == levels.getFirst();
      PyramidLevel level = PyramidLevel.of(photo, longSide, coarsest ? Double.MAX_VALUE : TALLEST);
      if (level.width() != whole.width() || level.height() != whole.height()) {
        pyramid.add(level);
      }
    }
    return pyramid;
  }

  private List<Candidate> scan(Pixels photo, List<PyramidLevel> searched, Executor idle) {
    List<Supplier<List<Candidate>>> parts = new ArrayList<>();
    for (PyramidLevel level : searched) {
      int lines = idle == ALONE ? level.lines() : Math.ceilDiv(level.lines(), SHARES);
      for (int line = 0; line < level.lines(); line += lines) {
        int first = line;
        parts.add(() -> level.scan(photo, boxes, FIRST_SCORE, first, first + lines));
      }
    }
    return Candidate.distinct(
        SharedParts.run(parts, idle).stream().flatMap(List::stream).toList(), SAME_FACE);
  }

  /** The candidates that a second look confirms. */
  private List<Candidate> verified(Pixels photo, List<Candidate> candidates, Executor idle) {
    List<Supplier<Optional<Candidate>>> parts = new ArrayList<>();
    for (Candidate candidate : candidates) {
      parts.add(() -> lookAgain(photo, candidate));
    }
    List<Candidate> seen =
        SharedParts.run(parts, idle).stream()
            .flatMap(Optional::stream)
            .filter(again -> again.box().height() >= LEAST_HEIGHT)
            .toList();
    return Candidate.distinct(seen, SAME_FACE);
  }

  /** Largest first. */
  private List<DetectedFace> described(Pixels photo, List<Candidate> faces) {
    return faces.stream()
        .map(face -> describe(photo, face))
        .sorted(Comparator.comparingDouble((DetectedFace face) -> face.box().area()).reversed())
        .toList();
  }

  /** The best box that agrees with the candidate. */
  private Optional<Candidate> lookAgain(Pixels photo, Candidate candidate) {
    Box box = candidate.box();
    double scale = box.height() / SECOND_LOOK_HEIGHT;
    double width = FaceBoxes.WIDTH * scale;
    double height = FaceBoxes.HEIGHT * scale;
    Window window =
        new Window(box.centerX() - width / 2, box.centerY() - height / 2, width, height);
    List<Candidate> agreeing = new ArrayList<>();
    try (ModelCall call = boxes.call()) {
      FaceBoxes.fill(call, photo, window);
      FaceBoxes.run(
          call,
          SECOND_SCORE,
          tileBox -> {
            Candidate found = tileBox.moved(scale, window.x(), window.y());
            if (found.box().overlap(box) > SAME_BOX) {
              agreeing.add(found);
            }
          });
    }
    return agreeing.stream().max(Comparator.comparingDouble(Candidate::score));
  }

  private DetectedFace describe(Pixels photo, Candidate face) {
    return new DetectedFace(
        face.box(),
        landmarks.locate(photo, face.box()),
        face.score(),
        face.box().height() < GOOD_HEIGHT ? FaceQuality.LOW : FaceQuality.NORMAL);
  }
}
