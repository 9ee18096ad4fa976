package dev.recollect.vision.bench;

import dev.recollect.imaging.Pixels;
import dev.recollect.vision.DetectedFace;
import dev.recollect.vision.Photos;
import dev.recollect.vision.VisionModels;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes decoded photos and what was found in them, for {@code bench/reference} to find again in
 * its own way.
 */
final class ReferenceInput {
  private static final int EVERY = 12;

  private ReferenceInput() {}

  static void write(VisionModels models, Path data, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> photos = new ArrayList<>();
    for (String part : List.of("faces/lfw-small", "faces/portraits", "race/set1", "race/set2")) {
      try (Stream<Path> files = Files.walk(data.resolve(part))) {
        List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
        for (int i = 0; i < all.size(); i += EVERY) {
          photos.add(all.get(i));
        }
      }
    }
    try (Writer found =
        Files.newBufferedWriter(folder.resolve("faces.tsv"), StandardCharsets.UTF_8)) {
      for (int i = 0; i < photos.size(); i++) {
        Pixels photo = Photos.read(photos.get(i));
        String name = i + ".ppm";
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
          out.write(
              "P6 %d %d 255\n"
                  .formatted(photo.width(), photo.height())
                  .getBytes(StandardCharsets.US_ASCII));
          out.write(photo.rgb());
        }
        for (DetectedFace face : models.faceDetector().detect(photo)) {
          float[] embedding = models.faceEmbedder().embed(photo, face).values();
          found.write(
              String.join(
                  "\t",
                  name,
                  Double.toString(face.box().x()),
                  Double.toString(face.box().y()),
                  Double.toString(face.box().width()),
                  Double.toString(face.box().height()),
                  Arrays.toString(embedding)));
          found.write('\n');
        }
      }
    }
  }
}
