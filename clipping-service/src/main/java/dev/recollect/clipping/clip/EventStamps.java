package dev.recollect.clipping.clip;

import com.google.protobuf.ByteString;
import dev.recollect.clipping.cut.ClipStamp;
import dev.recollect.kit.grpc.GrpcCalls;
import dev.recollect.proto.library.v1.GetStampRequest;
import dev.recollect.proto.library.v1.LibraryService;
import dev.recollect.proto.library.v1.Stamp;
import dev.recollect.video.VideoInfo;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The stamps of events, which photos-service keeps. */
@ApplicationScoped
class EventStamps {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final LibraryService library;

  EventStamps(@GrpcClient("photos") LibraryService library) {
    this.library = library;
  }

  /**
   * The event's stamp for pictures of this shape; empty when the event has none.
   *
   * @param overlay written with the overlay's picture
   */
  Optional<ClipStamp> find(long eventId, VideoInfo info, Path overlay) throws IOException {
    Optional<Stamp> stamp = ask(eventId);
    if (stamp.isEmpty()) {
      return Optional.empty();
    }
    boolean landscape = info.video().displayWidth() >= info.video().displayHeight();
    ByteString picture = landscape ? stamp.get().getLandscape() : stamp.get().getPortrait();
    try (OutputStream file = Files.newOutputStream(overlay)) {
      picture.writeTo(file);
    }
    String position = stamp.get().getPosition();
    return Optional.of(
        new ClipStamp(
            overlay,
            position.contains("LEFT") ? 0 : position.contains("RIGHT") ? 2 : 1,
            position.startsWith("TOP") ? 0 : position.startsWith("BOTTOM") ? 2 : 1,
            stamp.get().getOpacity(),
            stamp.get().getScale(),
            stamp.get().getMargin()));
  }

  private Optional<Stamp> ask(long eventId) {
    Uni<Stamp> call =
        GrpcCalls.retrying(
            library.getStamp(GetStampRequest.newBuilder().setEventId(eventId).build()));
    return call.map(Optional::of)
        .onFailure(GrpcCalls::isNotFound)
        .recoverWithItem(Optional.empty())
        .await()
        .atMost(PATIENCE);
  }
}
