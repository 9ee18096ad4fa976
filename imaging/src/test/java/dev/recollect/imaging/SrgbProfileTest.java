package dev.recollect.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.imaging.vips.VipsScope;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SrgbProfileTest {
  @Test
  void knowsSrgbByItsTableAndByItsFormula() throws Exception {
    byte[] platform = platform(ColorSpace.CS_sRGB);

    assertThat(SrgbProfile.describes(platform)).isTrue();
    assertThat(SrgbProfile.describes(embedded("srgb"))).isTrue();
    assertThat(SrgbProfile.describes(withFormula(platform, 3, 2.4))).isTrue();
  }

  @Test
  void knowsOtherFormulasFromThatOfSrgb() {
    byte[] platform = platform(ColorSpace.CS_sRGB);

    assertThat(SrgbProfile.describes(withFormula(platform, 3, 2.2))).isFalse();
    assertThat(SrgbProfile.describes(withFormula(platform, 4, 2.4))).isFalse();
  }

  @Test
  void knowsOtherColorantsFromThoseOfSrgb() throws Exception {
    assertThat(SrgbProfile.describes(embedded("p3"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {ColorSpace.CS_LINEAR_RGB, ColorSpace.CS_GRAY, ColorSpace.CS_CIEXYZ})
  void knowsOtherCurvesAndSpaces(int space) {
    assertThat(SrgbProfile.describes(platform(space))).isFalse();
  }

  /** A table in place of a colorant, a curve of no known kind, a colour space of inks. */
  @ParameterizedTest
  @CsvSource({"wtpt, A2B0", "curv, xxxx", "rTRC, xxxx", "acsp, xxxx", "'RGB ', CMYK"})
  void takesNothingForSrgbThatSaysMore(String found, String replacement) {
    String srgb = text(platform(ColorSpace.CS_sRGB));
    assertThat(srgb).contains(found);

    assertThat(
            SrgbProfile.describes(
                srgb.replace(found, replacement).getBytes(StandardCharsets.ISO_8859_1)))
        .isFalse();
  }

  @Test
  void takesNoDamagedProfileForSrgb() {
    byte[] srgb = platform(ColorSpace.CS_sRGB);
    int curves = text(srgb).lastIndexOf("curv") + 12;

    for (int length = 0; length < curves; length++) {
      assertThat(SrgbProfile.describes(Arrays.copyOf(srgb, length)))
          .as("%d bytes", length)
          .isFalse();
    }
  }

  @Test
  void leavesPixelsOfSrgbAsTheyAre() throws Exception {
    var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 4096; i++) {
      image.setRGB(i % 64, i / 64, i * 4099 & 0xffffff);
    }
    byte[] plain = TestImages.png(image);
    byte[] tagged = TestImages.saved(plain, step -> step, "pngsave", "profile=srgb");
    assertThat(text(tagged)).contains("iCCP");

    assertThat(TestImages.DECODER.decode(tagged, 64).rgb())
        .isEqualTo(TestImages.DECODER.decode(plain, 64).rgb());
  }

  @ParameterizedTest
  @CsvSource({"srgb, false", "p3, true"})
  void convertsFromOtherProfilesOnly(String profile, boolean converted) throws Exception {
    byte[] png = TestImages.png(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
    byte[] image = TestImages.saved(png, step -> step, "pngsave", "profile=" + profile);

    assertThat(TestImages.PROBE.inspect(new ImageSource.OfBytes(image)).profiled())
        .isEqualTo(converted);
  }

  private static byte[] platform(int space) {
    return ICC_Profile.getInstance(space).getData();
  }

  /** A file may bring one of many megabytes, and many files may come at once. */
  @Test
  void readsNoMoreOfAProfileThanItIsToldTo() throws Exception {
    byte[] whole = embedded("srgb");

    assertThat(embedded("srgb", 10)).isEqualTo(Arrays.copyOf(whole, 10));
    assertThat(whole).hasSizeBetween(11, SrgbProfile.MOST_BYTES - 1);
  }

  private static byte[] embedded(String profile) throws Exception {
    return embedded(profile, SrgbProfile.MOST_BYTES);
  }

  private static byte[] embedded(String profile, int most) throws Exception {
    byte[] png = TestImages.png(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
    byte[] image = TestImages.saved(png, step -> step, "pngsave", "profile=" + profile);
    try (VipsScope scope = TestImages.ENGINE.library().scope()) {
      return scope
          .operation("pngload_source")
          .with("source", new ImageSource.OfBytes(image).open(scope))
          .image()
          .profile(most)
          .orElseThrow();
    }
  }

  /**
   * The profile with its curves replaced by {@code (a x + b) ^ gamma} above d, {@code c x} below.
   */
  private static byte[] withFormula(byte[] profile, int type, double gamma) {
    ByteBuffer changed = ByteBuffer.allocate(profile.length + 40).put(profile);
    changed.put("para".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(type << 16);
    for (double parameter : new double[] {gamma, 1 / 1.055, .055 / 1.055, 1 / 12.92, .04045}) {
      changed.putInt((int) Math.round(parameter * 65536));
    }
    for (String curve : List.of("rTRC", "gTRC", "bTRC")) {
      changed.putInt(text(profile).indexOf(curve) + 4, profile.length);
    }
    return changed.array();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
