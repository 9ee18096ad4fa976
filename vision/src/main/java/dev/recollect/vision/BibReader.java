package dev.recollect.vision;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.geometry.Window;
import java.util.List;

/**
 * Reads bib numbers. Safe for any number of threads; works on the calling thread, for hundreds of
 * milliseconds.
 */
public interface BibReader {
  /** From this confidence on a reading counts as it stands; below it a person should look. */
  double ACCEPTED = .8;

  /**
   * Every number of 2-6 digits, those of low confidence too, from top to bottom.
   *
   * @param detail how finely to look
   */
  List<BibReading> read(Pixels photo, Detail detail);

  /**
   * The same for a part of a picture.
   *
   * @param part where to look; boxes of readings are in pixels of the whole picture all the same
   * @param scale by which the part is enlarged, above 0; digits should be 30 pixels high then
   */
  List<BibReading> read(Pixels photo, Window part, double scale);

  /** How finely to look for text. */
  enum Detail {
    /** Groups and portraits: the photo is scaled to a long side of 1,600 pixels. */
    NORMAL,
    /** Wide shots of a crowd, whose numbers are small: 2,048 pixels, at half as much time again. */
    CROWD
  }
}
