package dev.recollect.video;

/**
 * The pictures of a video.
 *
 * @param codec as ffprobe names it: h264, hevc, vp9, av1
 * @param profile as ffprobe names it, such as High; may be empty
 * @param width coded pixels per row, before rotation
 * @param height coded rows, before rotation
 * @param rotation clockwise degrees to turn a coded picture for display: 0, 90, 180 or 270
 * @param pixelFormat as ffprobe names it, such as yuv420p or yuv420p10le
 * @param progressive false for interlaced pictures
 * @param timeBase seconds per tick
 * @param frameRate frames per second on average
 * @param color as tagged in the file
 * @param sampleAspect width of a pixel by its height; 0 when the file does not say
 */
public record VideoStream(
    String codec,
    String profile,
    int width,
    int height,
    int rotation,
    String pixelFormat,
    boolean progressive,
    Rational timeBase,
    Rational frameRate,
    ColorTags color,
    Rational sampleAspect) {

  /** Pixels per row as shown. */
  public int displayWidth() {
    return rotation % 180 == 0 ? width : height;
  }

  /** Rows as shown. */
  public int displayHeight() {
    return rotation % 180 == 0 ? height : width;
  }

  /**
   * What the numbers of a picture mean; each is empty when the file does not say.
   *
   * @param range tv or pc
   * @param primaries such as bt709
   * @param transfer such as bt709, smpte2084
   * @param matrix such as bt709, bt2020nc
   */
  public record ColorTags(String range, String primaries, String transfer, String matrix) {}
}
