package dev.recollect.clipping.cut;

import dev.recollect.video.Ffmpeg;
import dev.recollect.video.FfmpegException;
import dev.recollect.video.FfmpegProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes a clip by decoding and encoding every picture: works for whatever can be decoded. */
final class FullEncode {
  private final Ffmpeg ffmpeg;
  private final EncoderSettings settings;

  FullEncode(Ffmpeg ffmpeg, EncoderSettings settings) {
    this.ffmpeg = ffmpeg;
    this.settings = settings;
  }

  void run(ClipRequest request, CutPlan plan, Consumer<FfmpegProgress> progress)
      throws FfmpegException, InterruptedException {
    PictureArguments pictures = new PictureArguments(request.source(), request.info());
    List<String> arguments = new ArrayList<>(pictures.input(plan.first()));
    request.stamp().ifPresent(s -> arguments.addAll(List.of("-i", s.overlay().toString())));
    boolean sound = request.info().audio().isPresent();
    arguments.addAll(List.of("-filter_complex", filters(request, plan, pictures, sound)));
    arguments.addAll(List.of("-map", "[v]"));
    arguments.addAll(pictures.encoder(settings));
    arguments.addAll(pictures.colors());
    if (sound) {
      arguments.addAll(List.of("-map", "[a]"));
      arguments.addAll(PictureArguments.soundEncoder(settings));
    }
    arguments.addAll(PictureArguments.clipFile(request.output()));
    ffmpeg.run(arguments, progress);
  }

  private static String filters(
      ClipRequest request, CutPlan plan, PictureArguments pictures, boolean sound) {
    List<String> chains = new ArrayList<>();
    String chosen = "[0:V:0]" + PictureArguments.only(plan.range());
    String shown = pictures.browserPictures();
    var video = request.info().video();
    if (request.stamp().isPresent()) {
      chains.add(chosen + "," + shown + "[clip]");
      chains.add(
          request
              .stamp()
              .get()
              .filter("clip", "stamped", video.displayWidth(), video.displayHeight()));
      chains.add("[stamped]format=yuv420p[v]");
    } else {
      chains.add(chosen + "," + shown + "[v]");
    }
    if (sound) {
      chains.add(pictures.sound(0, plan.range()));
    }
    return String.join(";", chains);
  }
}
