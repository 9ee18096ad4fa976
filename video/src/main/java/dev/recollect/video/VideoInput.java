package dev.recollect.video;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A video to be read: a local file, or an object of our own storage by its URL. It is opened by the
 * demuxers of the accepted containers only, and by no protocol but the one it needs, so that no
 * playlist in disguise makes ffmpeg open other files or addresses.
 */
public sealed interface VideoInput {

  /** A local file. */
  static VideoInput file(Path path) {
    return new LocalFile(path);
  }

  /**
   * An object in storage that gives no data for half a minute counts as unreachable.
   *
   * @param url http or https, usually presigned; it must be valid for as long as the video is read
   */
  static VideoInput url(URI url) {
    return new StoredObject(url, Duration.ofSeconds(30));
  }

  /** Arguments of ffmpeg and ffprobe that open it, {@code -i} included. */
  List<String> arguments();

  /** Demuxers of what may be uploaded. */
  String CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm";

  /** A file. */
  record LocalFile(Path path) implements VideoInput {
    @Override
    public List<String> arguments() {
      return List.of(
          "-protocol_whitelist", "file", "-format_whitelist", CONTAINERS, "-i", path.toString());
    }
  }

  /**
   * An object in storage. It is read where it lies: a redirect is not followed. While a program
   * reads it, the URL is visible in the machine's process list.
   *
   * @param url http or https
   * @param patience how long a read may give nothing
   */
  record StoredObject(URI url, Duration patience) implements VideoInput {
    private static final Path AUTHORITIES = Path.of("/etc/ssl/certs/ca-certificates.crt");

    /** Refuses every other protocol. */
    public StoredObject {
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (!web || url.getHost() == null) {
        throw new IllegalArgumentException("a stored video is read over http or https");
      }
      if (!patience.isPositive()) {
        throw new IllegalArgumentException("a read must be given time");
      }
    }

    @Override
    public List<String> arguments() {
      boolean secure = "https".equals(url.getScheme());
      List<String> arguments = new ArrayList<>(List.of("-protocol_whitelist"));
      arguments.add(secure ? "https,tls,tcp" : "http,tcp");
      arguments.addAll(List.of("-format_whitelist", CONTAINERS));
      arguments.addAll(List.of("-rw_timeout", Long.toString(patience.toNanos() / 1_000)));
      arguments.addAll(List.of("-max_redirects", "0"));
      if (secure) {
        arguments.addAll(List.of("-tls_verify", "1"));
        if (Files.isReadable(AUTHORITIES)) {
          arguments.addAll(List.of("-ca_file", AUTHORITIES.toString()));
        }
      }
      arguments.addAll(List.of("-i", url.toString()));
      return arguments;
    }

    /** Without its signature. */
    @Override
    public String toString() {
      return "StoredObject[" + url.getScheme() + "://" + url.getAuthority() + url.getPath() + "]";
    }
  }
}
