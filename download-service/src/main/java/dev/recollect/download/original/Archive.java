package dev.recollect.download.original;

import dev.recollect.download.DownloadMetrics;
import dev.recollect.download.domain.FileNames;
import dev.recollect.download.domain.Original;
import dev.recollect.download.domain.Original.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * One archive on its way to a client: photos go through a buffer, one after the other. Written
 * once, by one thread.
 */
public final class Archive {
  public static final String MEDIA_TYPE = "application/zip";
  private static final int BUFFER_BYTES = 64 << 10;

  private final List<Original> first;
  private final Iterator<List<Original>> others;
  private final InputStream firstFile;
  private final Function<Original, Optional<InputStream>> opener;
  private final DownloadMetrics metrics;
  private final FileNames names = new FileNames();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private InputStream opened;
  private long bytes;

  /**
   * @param first photos, one of them at least with a file
   * @param others the photos after them, looked up as they are reached
   * @param firstFile content of the first file of {@code first}, opened already; closed here
   * @param opener of the files after that; empty for a photo that was deleted since it was looked
   *     up
   */
  Archive(
      List<Original> first,
      Iterator<List<Original>> others,
      InputStream firstFile,
      Function<Original, Optional<InputStream>> opener,
      DownloadMetrics metrics) {
    this.first = first;
    this.others = others;
    this.firstFile = firstFile;
    this.opener = opener;
    this.metrics = metrics;
  }

  /**
   * Writes the archive. When a photo cannot be read as it was stored, the archive is left without
   * its table of contents, and {@code breakOff} is run so that the client sees a broken transfer
   * and not the end of a short file.
   *
   * @throws IOException when the client is gone, or a photo is broken
   */
  @SuppressWarnings("resource") // Closing the ZIP after a failure would make it look complete.
  public void writeTo(OutputStream out, Runnable breakOff) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    // Photos are compressed as they are: level 0 stores them as blocks of a deflate stream, which,
    // other than the method "stored", needs no checksum ahead of the content.
    zip.setLevel(Deflater.NO_COMPRESSION);
    opened = firstFile;
    boolean complete = false;
    try {
      write(zip, first);
      while (others.hasNext()) {
        write(zip, others.next());
      }
      zip.finish();
      out.flush();
      complete = true;
    } finally {
      if (opened != null) {
        opened.close();
      }
      if (!complete) {
        breakOff.run();
      }
      metrics.archived(complete, bytes);
    }
  }

  private void write(ZipOutputStream zip, List<Original> photos) throws IOException {
    for (Original original : photos) {
      // A photo that was deleted since the search found it is no part of the result any more.
      if (original.file().isPresent()) {
        writeEntry(zip, original, original.file().get());
      }
    }
  }

  private void writeEntry(ZipOutputStream zip, Original photo, StoredFile file) throws IOException {
    Optional<InputStream> source = Optional.ofNullable(opened).or(() -> opener.apply(photo));
    opened = null;
    if (source.isPresent()) {
      writeEntry(zip, source.get(), file);
    }
  }

  private void writeEntry(ZipOutputStream zip, InputStream source, StoredFile file)
      throws IOException {
    MessageDigest sha256 = sha256();
    try (InputStream content = new DigestInputStream(source, sha256)) {
      zip.putNextEntry(new ZipEntry(names.unique(file.filename())));
      long size = 0;
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        zip.write(buffer, 0, read);
        size += read;
      }
      bytes += size;
      String digest = HexFormat.of().formatHex(sha256.digest());
      if (size != file.sizeBytes()
          || file.sha256().filter(expected -> !expected.hex().equals(digest)).isPresent()) {
        throw new IOException("the stored file is not what was uploaded: " + file.key());
      }
      zip.closeEntry();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
