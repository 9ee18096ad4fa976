package dev.recollect.launcher.demo;

import dev.recollect.embedded.StartFailedException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.commons.imaging.ImagingException;
import org.apache.commons.imaging.formats.jpeg.exif.ExifRewriter;
import org.apache.commons.imaging.formats.tiff.constants.ExifTagConstants;
import org.apache.commons.imaging.formats.tiff.constants.TiffDirectoryType;
import org.apache.commons.imaging.formats.tiff.taginfos.TagInfoAscii;
import org.apache.commons.imaging.formats.tiff.write.TiffOutputDirectory;
import org.apache.commons.imaging.formats.tiff.write.TiffOutputSet;

/**
 * Photos for the demo event, made of the sample photos that set-up fetched (their files are pinned,
 * so what is where in them is known): bib numbers drawn on, and capture times of the event's day.
 */
final class SamplePhotos {
  /** One bib: number and centre in pixels. */
  private record Bib(String number, int x, int y) {}

  /** One photo: its sample, when it was taken, the bibs in it. */
  private record Sample(String file, String takenAt, List<Bib> bibs) {}

  /** The number that the demo's example asks for: in two photos. */
  static final String EXAMPLE_BIB = "1042";

  private static final String SELFIE_SAMPLE = "sample3.jpg";
  private static final int SELFIE_X = 976;
  private static final int SELFIE_Y = 130;
  private static final int SELFIE_SIDE = 480;

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(
              "sample1.jpg",
              "2026-06-14T09:12:31",
              List.of(
                  new Bib("731", 483, 960),
                  new Bib("88", 961, 850),
                  new Bib(EXAMPLE_BIB, 1409, 820))),
          new Sample(
              "sample2.jpg",
              "2026-06-14T09:40:05",
              List.of(
                  new Bib("2210", 590, 760),
                  new Bib("415", 1030, 800),
                  new Bib("1999", 1601, 700))),
          new Sample(
              "sample3.jpg",
              "2026-06-14T10:03:47",
              List.of(
                  new Bib("560", 640, 1080),
                  new Bib(EXAMPLE_BIB, 1215, 880),
                  new Bib("307", 1600, 1000))),
          new Sample(
              "sample4.jpg",
              "2026-06-14T10:21:18",
              List.of(
                  new Bib("642", 380, 640),
                  new Bib("1180", 720, 700),
                  new Bib("93", 1090, 760),
                  new Bib("854", 1450, 690))),
          new Sample(
              "sample5.jpg",
              "2026-06-14T11:35:52",
              List.of(
                  new Bib("27", 880, 660), new Bib("3301", 1210, 780), new Bib("518", 1600, 900))),
          new Sample(
              "sample6.jpg",
              "2026-06-14T11:58:09",
              List.of(
                  new Bib("76", 429, 1140),
                  new Bib("1203", 800, 1060),
                  new Bib("449", 1200, 1240),
                  new Bib("965", 1570, 920))));

  private static final String OFFSET = "+02:00";
  private static final DateTimeFormatter EXIF_TIME =
      DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss");
  private static final float QUALITY = 0.92f;
  private static final int OFFSET_TIME_ORIGINAL = 0x9011;
  private static final int OFFSET_LENGTH = 7;

  private SamplePhotos() {}

  /** Writes the photos that are not there yet, the same bytes every time. */
  static void write(Path samples, Path folder) {
    try {
      Files.createDirectories(folder);
      for (Sample sample : SAMPLES) {
        Path target = folder.resolve(sample.file().replace("sample", "demo-"));
        if (!Files.exists(target)) {
          BufferedImage image = read(samples.resolve(sample.file()));
          sample.bibs().forEach(bib -> BibPainter.draw(image, bib.number(), bib.x(), bib.y()));
          writeWhole(target, withCaptureTime(jpeg(image), LocalDateTime.parse(sample.takenAt())));
        }
      }
    } catch (IOException e) {
      throw new StartFailedException("cannot make the demo's photos: " + e.getMessage(), e);
    }
  }

  /** Writes the selfie for the example: a part of a sample photo, without a bib. */
  static void writeSelfie(Path samples, Path file) {
    try {
      BufferedImage image = read(samples.resolve(SELFIE_SAMPLE));
      BufferedImage part = new BufferedImage(SELFIE_SIDE, SELFIE_SIDE, BufferedImage.TYPE_INT_RGB);
      var graphics = part.createGraphics();
      graphics.drawImage(image, -SELFIE_X, -SELFIE_Y, null);
      graphics.dispose();
      writeWhole(file, jpeg(part));
    } catch (IOException e) {
      throw new StartFailedException("cannot make the demo's selfie: " + e.getMessage(), e);
    }
  }

  private static BufferedImage read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file + " is missing; set-up (./recollect demo) fetches it");
    }
    return ImageIO.read(file.toFile());
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] withCaptureTime(byte[] jpeg, LocalDateTime takenAt) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      TiffOutputSet tags = new TiffOutputSet();
      TiffOutputDirectory exif = tags.getOrCreateExifDirectory();
      exif.add(ExifTagConstants.EXIF_TAG_DATE_TIME_ORIGINAL, EXIF_TIME.format(takenAt));
      exif.add(
          new TagInfoAscii(
              "OffsetTimeOriginal",
              OFFSET_TIME_ORIGINAL,
              OFFSET_LENGTH,
              TiffDirectoryType.EXIF_DIRECTORY_EXIF_IFD),
          OFFSET);
      new ExifRewriter().updateExifMetadataLossless(jpeg, out, tags);
    } catch (ImagingException e) {
      throw new IOException("cannot write the capture time", e);
    }
    return out.toByteArray();
  }

  private static void writeWhole(Path file, byte[] bytes) throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
    try (OutputStream out = Files.newOutputStream(draft)) {
      out.write(bytes);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
