package dev.recollect.vision;

import dev.recollect.imaging.DecodeSize;
import dev.recollect.imaging.Pixels;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Pixels in, people out: faces with embeddings, bib numbers, and which belongs to which.
 *
 * <p>Safe for any number of threads. Works on the calling thread and for hundreds of milliseconds,
 * so call it on an {@link dev.recollect.vision.pool.InferencePool}.
 */
public final class PhotoAnalyzer {
  /**
   * The long side in pixels to which photos are best decoded: the finest size anything here looks
   * at. More costs time and finds nothing.
   */
  public static final int DECODE_LONG_SIDE = 2048;

  /**
   * The same for selfies, whose face is large: pixels enough for its embedding, and cheap to decode
   * to.
   */
  public static final DecodeSize SELFIE_SIZE = DecodeSize.between(800, 1600);

  private static final int CROWD = 6;
  private static final int CROWD_LONG_SIDE = 2000;

  private final FaceDetector detector;
  private final FaceEmbedder embedder;
  private final BibReader bibs;

  public PhotoAnalyzer(FaceDetector detector, FaceEmbedder embedder, BibReader bibs) {
    this.detector = detector;
    this.embedder = embedder;
    this.bibs = bibs;
  }

  /** Everything in an event photo. */
  public PhotoAnalysis analyze(Pixels photo) {
    List<DetectedFace> faces = detector.detect(photo);
    boolean crowd =
        faces.size() >= CROWD && Math.max(photo.width(), photo.height()) >= CROWD_LONG_SIDE;
    List<BibReading> readings =
        bibs.read(photo, crowd ? BibReader.Detail.CROWD : BibReader.Detail.NORMAL);
    List<Box> boxes = faces.stream().map(DetectedFace::box).toList();
    return new PhotoAnalysis(
        faces.stream().map(face -> embed(photo, face)).toList(),
        readings.stream().map(reading -> BibWearers.link(reading, boxes)).toList());
  }

  /** The largest face of a selfie, or empty if there is no face. */
  public Optional<Selfie> selfie(Pixels photo) {
    return selfie(photo, FaceDetector.ALONE);
  }

  /**
   * The same, sooner where threads have time to help.
   *
   * @param idle such as {@link dev.recollect.vision.pool.InferencePool#executeIfIdle}
   */
  public Optional<Selfie> selfie(Pixels photo, Executor idle) {
    List<DetectedFace> faces = detector.detectProminent(photo, idle);
    return faces.stream()
        .findFirst()
        .map(largest -> new Selfie(embed(photo, largest), faces.size()));
  }

  private PhotoFace embed(Pixels photo, DetectedFace face) {
    return new PhotoFace(face, embedder.embed(photo, face));
  }
}
