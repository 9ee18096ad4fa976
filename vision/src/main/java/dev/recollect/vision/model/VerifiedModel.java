package dev.recollect.vision.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of a model file whose sha256 equals its pin. The same bytes that were hashed are handed
 * to the runtime, so nothing can be swapped in between.
 *
 * @param file what was verified
 * @param bytes read-only, mapped from the file, position 0
 */
public record VerifiedModel(ModelFile file, ByteBuffer bytes) {

  /**
   * Maps and hashes a file.
   *
   * @throws ModelException if it is missing, unreadable or not the pinned file
   */
  public static VerifiedModel read(ModelFile file) {
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      String actual = HexFormat.of().formatHex(digest.digest());
      if (!actual.equals(file.sha256())) {
        throw new ModelException(
            "model %s: %s has sha256 %s, pinned is %s; run models/fetch.sh or correct the pin"
                .formatted(file.name(), file.path(), actual, file.sha256()));
      }
      return new VerifiedModel(file, bytes);
    } catch (NoSuchFileException e) {
      throw new ModelException(
          "model %s: %s does not exist; run models/fetch.sh".formatted(file.name(), file.path()),
          e);
    } catch (IOException e) {
      throw new ModelException(
          "model %s: %s cannot be read: %s".formatted(file.name(), file.path(), e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
