package dev.recollect.clipping.analysis;

import dev.recollect.clipping.inference.FaceModelInUse;
import dev.recollect.clipping.inference.FaceModels;
import dev.recollect.clipping.library.SourceVideo;
import dev.recollect.clipping.library.SourceVideoStore;
import dev.recollect.kit.jobs.RecurringJob;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.video.VideoInfo;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Puts videos in line that a model in use has not seen: all of them when a model is new. */
@ApplicationScoped
public class AnalysisCatchUp implements RecurringJob {
  private static final Logger LOG = Logger.getLogger(AnalysisCatchUp.class);

  private final Database database;
  private final SourceVideoStore videos;
  private final FaceModels models;
  private final AnalysisPlan plan;

  AnalysisCatchUp(
      Database database, SourceVideoStore videos, FaceModels models, AnalysisPlan plan) {
    this.database = database;
    this.videos = videos;
    this.models = models;
    this.plan = plan;
  }

  private record Unseen(long eventId, long key) {}

  @Override
  public String name() {
    return "analysis-catch-up";
  }

  @Override
  public Duration pause() {
    return Duration.ofMinutes(5);
  }

  @Override
  public void run() {
    for (FaceModelInUse model : models.all()) {
      List<Unseen> unseen = database.read(connection -> unseen(connection, model.modelNo()));
      for (Unseen video : unseen) {
        database.transact(transaction -> plan(transaction, video, model.modelNo()));
      }
      if (!unseen.isEmpty()) {
        LOG.infof(
            "videos put in line face_model=%s videos=%d",
            model.embedder().modelId(), unseen.size());
      }
    }
  }

  private static List<Unseen> unseen(Connection connection, int modelNo) throws SQLException {
    return Sql.of(
            """
            select v.event_id, v.source_video_key from source_video v
             where v.description is not null
               and not exists (select 1 from analysis_chunk c
                                where c.event_id = v.event_id
                                  and c.source_video_key = v.source_video_key and c.model_no = ?)
             order by v.event_id, v.source_video_key
            """,
            modelNo)
        .list(connection, row -> new Unseen(row.getLong(1), row.getLong(2)));
  }

  private boolean plan(Connection transaction, Unseen unseen, int modelNo) throws SQLException {
    Optional<SourceVideo> video = videos.find(transaction, unseen.eventId(), unseen.key());
    Optional<VideoInfo> info = videos.description(transaction, unseen.eventId(), unseen.key());
    if (video.isEmpty() || info.isEmpty() || !videos.hold(transaction, video.get())) {
      return false;
    }
    plan.one(transaction, video.get(), info.get(), modelNo);
    return true;
  }
}
