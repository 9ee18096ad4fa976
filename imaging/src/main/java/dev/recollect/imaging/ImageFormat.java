package dev.recollect.imaging;

/**
 * The image formats that are accepted. What a file is, its content says; its name and declared type
 * do not matter.
 */
public enum ImageFormat {
  /** Baseline and progressive JPEG, grey, YCbCr, RGB and CMYK. */
  JPEG("jpegload_source"),
  /** PNG of every colour type and depth. */
  PNG("pngload_source"),
  /** WebP, lossy and lossless; of an animation the first frame. */
  WEBP("webpload_source"),
  /** HEIF container with an HEVC-coded picture, as phones write it; needs the system's libheif. */
  HEIC("heifload_source");

  private final String loader;

  ImageFormat(String loader) {
    this.loader = loader;
  }

  /** The operation of libvips that reads it. */
  String loader() {
    return loader;
  }
}
