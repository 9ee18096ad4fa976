package dev.recollect.imaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells profiles that describe sRGB itself, which most photos bring that an editor has exported:
 * converting from them changes nothing, and takes longer than decoding does.
 *
 * <p>By what the profile says and not by its name: colorants and curves of ICC.1:2022, section 8.3
 * (three-component matrix-based profiles), against those of IEC 61966-2-1.
 */
final class SrgbProfile {
  /** The beginning of a profile that is looked at: ten times what sRGB takes to be described. */
  static final int MOST_BYTES = 64 << 10;

  private static final int TAG_COUNT = 128;
  private static final int TAG_TABLE = 132;
  private static final int TAG_ENTRY = 12;
  private static final int MOST_TAGS = 100;

  /** Red, green and blue of sRGB as X, Y and Z, adapted to D50 as in every profile. */
  private static final Map<String, double[]> COLORANTS =
      Map.of(
          "rXYZ", new double[] {.4361, .2225, .0139},
          "gXYZ", new double[] {.3851, .7169, .0971},
          "bXYZ", new double[] {.1431, .0606, .7141});

  private static final double COLORANT_TOLERANCE = .002;

  /** One step of eight bits: what is lost at most where the conversion is left out. */
  private static final double CURVE_TOLERANCE = 1 / 255.0;

  private final ByteBuffer profile;
  private final Map<String, Integer> tags = new HashMap<>();

  private SrgbProfile(ByteBuffer profile) {
    this.profile = profile;
    int count = profile.getInt(TAG_COUNT);
    for (int tag = 0; tag < Math.min(count, MOST_TAGS); tag++) {
      int entry = TAG_TABLE + tag * TAG_ENTRY;
      tags.put(text(entry), profile.getInt(entry + 4));
    }
  }

  /** False also for what is no profile. */
  static boolean describes(byte[] profile) {
    try {
      return new SrgbProfile(ByteBuffer.wrap(profile)).isSrgb();
    } catch (IndexOutOfBoundsException damaged) {
      return false;
    }
  }

  private boolean isSrgb() {
    return text(16).equals("RGB ")
        && text(20).equals("XYZ ")
        && text(36).equals("acsp")
        // Tables would go before the matrix.
        && tags.keySet().stream().noneMatch(tag -> tag.startsWith("A2B") || tag.startsWith("D2B"))
        && COLORANTS.entrySet().stream()
            .allMatch(each -> hasColorant(each.getKey(), each.getValue()))
        && hasCurve("rTRC")
        && hasCurve("gTRC")
        && hasCurve("bTRC");
  }

  private boolean hasColorant(String tag, double[] xyz) {
    Integer at = tags.get(tag);
    if (at == null || !text(at).equals("XYZ ")) {
      return false;
    }
    for (int i = 0; i < xyz.length; i++) {
      if (Math.abs(fixed(at + 8 + 4 * i) - xyz[i]) > COLORANT_TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private boolean hasCurve(String tag) {
    Integer at = tags.get(tag);
    if (at == null) {
      return false;
    }
    for (int level = 0; level <= 255; level++) {
      double encoded = level / 255.0;
      double linear = text(at).equals("para") ? parametric(at, encoded) : sampled(at, encoded);
      // Also false for what is no number.
      if (!(Math.abs(encode(linear) - encoded) <= CURVE_TOLERANCE)) {
        return false;
      }
    }
    return true;
  }

  /** Type 3, by which sRGB is written: a power above d, a line below. */
  private double parametric(int at, double encoded) {
    if (profile.getShort(at + 8) != 3) {
      return Double.NaN;
    }
    double g = fixed(at + 12);
    double a = fixed(at + 16);
    double b = fixed(at + 20);
    double c = fixed(at + 24);
    double d = fixed(at + 28);
    return encoded >= d ? Math.pow(a * encoded + b, g) : c * encoded;
  }

  /** A table, linear in between; a single gamma is not sRGB. */
  private double sampled(int at, double encoded) {
    int count = profile.getInt(at + 8);
    if (!text(at).equals("curv") || count < 2) {
      return Double.NaN;
    }
    double place = encoded * (count - 1);
    int below = Math.min((int) place, count - 2);
    double low = sample(at, below);
    return low + (place - below) * (sample(at, below + 1) - low);
  }

  private double sample(int at, int index) {
    return (profile.getShort(at + 12 + 2 * index) & 0xffff) / 65535.0;
  }

  /** IEC 61966-2-1. */
  private static double encode(double linear) {
    return linear <= .0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - .055;
  }

  /** s15Fixed16Number. */
  private double fixed(int at) {
    return profile.getInt(at) / 65536.0;
  }

  private String text(int at) {
    byte[] signature = new byte[4];
    profile.get(at, signature);
    return new String(signature, StandardCharsets.US_ASCII);
  }
}
