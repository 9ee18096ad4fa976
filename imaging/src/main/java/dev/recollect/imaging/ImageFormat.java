package dev.recollect.imaging;

/**
 * The image formats that are accepted. What a file is, its content says; its name and declared type
 * do not matter.
 */
public enum ImageFormat {
  /** Baseline and progressive JPEG, grey, YCbCr, RGB and CMYK. */
  JPEG,
  /** PNG of every colour type and depth. */
  PNG,
  /** WebP, lossy and lossless; of an animation the first frame. */
  WEBP,
  /** HEIF container with an HEVC-coded picture, as phones write it; needs the system's libheif. */
  HEIC
}
