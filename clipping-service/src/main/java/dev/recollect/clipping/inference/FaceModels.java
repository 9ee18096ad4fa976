package dev.recollect.clipping.inference;

import dev.recollect.kit.models.ModelUse;
import dev.recollect.kit.sql.Database;
import dev.recollect.kit.sql.Sql;
import dev.recollect.vision.FaceEmbedder;
import dev.recollect.vision.VisionModels;
import dev.recollect.vision.VisionSettings;
import dev.recollect.vision.model.FaceModel;
import dev.recollect.vision.model.ModelStore;
import dev.recollect.vision.onnx.InferenceObserver;
import dev.recollect.vision.onnx.OnnxSettings;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The face models in use and their numbers in the schema. Every file is verified whenever it is
 * opened, once at the start: one that is missing or not the pinned one fails it, with the reason.
 */
@ApplicationScoped
public class FaceModels {
  private static final Logger LOG = Logger.getLogger(FaceModels.class);

  /** Long sides at which faces are looked for in sampled pictures, which are 960 pixels long. */
  private static final List<Integer> LEVELS = List.of(320, 800);

  private final ModelsConfig config;
  private final Database database;
  private final VideoBibModels bibs;
  private final ModelUse use;
  private final List<ModelsOnDemand<VisionModels>> onDemand = new ArrayList<>();
  private final List<FaceModelInUse> inUse = new ArrayList<>();

  FaceModels(ModelsConfig config, Database database, VideoBibModels bibs, ModelUse use) {
    this.config = config;
    this.database = database;
    this.bibs = bibs;
    this.use = use;
  }

  /** Before anything runs: a service without its models does not start. */
  void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
    use.announce(all().stream().map(FaceModelInUse::modelNo).toList());
    bibs.reader();
  }

  @PostConstruct
  void load() {
    ModelStore store = ModelStore.in(config.dir());
    load(store, config.face().map(FaceModel::of).orElseGet(() -> FaceModel.shipped(store)));
    config.nextFace().map(FaceModel::of).ifPresent(next -> load(store, next));
  }

  private void load(ModelStore store, FaceModel model) {
    VisionSettings settings =
        new VisionSettings(OnnxSettings.defaults(), LEVELS, InferenceObserver.NONE);
    ModelsOnDemand<VisionModels> models =
        new ModelsOnDemand<>(
            () -> VisionModels.openFaces(store, model, settings), VisionModels::close);
    models.check();
    models.rest();
    onDemand.add(models);
    FacesOnDemand faces = new FacesOnDemand(model, models);
    int modelNo = database.transact(transaction -> number(transaction, faces));
    inUse.add(new FaceModelInUse(modelNo, faces, faces));
    LOG.infof("model verified face_model=%s", model.id());
  }

  /** All that may be in memory, with what reads bibs; the same objects as long as this lives. */
  List<ModelsOnDemand<?>> onDemand() {
    return Stream.<ModelsOnDemand<?>>concat(onDemand.stream(), bibs.onDemand().stream()).toList();
  }

  /** The model that searches are answered with. */
  public FaceModelInUse serving() {
    return inUse.getFirst();
  }

  /** It, and the model that is to take over, if there is one. */
  public List<FaceModelInUse> all() {
    return List.copyOf(inUse);
  }

  /** The model of a number; empty when it is not, or not any more, one of this replica's. */
  public Optional<FaceModelInUse> find(int modelNo) {
    return inUse.stream().filter(model -> model.modelNo() == modelNo).findFirst();
  }

  /** The number of a model id, made when the id is new. */
  private static int number(Connection transaction, FaceEmbedder embedder) throws SQLException {
    int known =
        Sql.of("update model set seen_at = now() where model_id = ?", embedder.modelId())
            .update(transaction);
    if (known == 0) {
      Sql.of(
              "insert into model (model_id, dimension) values (?, ?) on conflict do nothing",
              embedder.modelId(),
              embedder.dimension())
          .update(transaction);
    }
    return Sql.of(
            "select model_no from model where model_id = ? and dimension = ?",
            embedder.modelId(),
            embedder.dimension())
        .first(transaction, row -> row.getInt(1))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the model " + embedder.modelId() + " is known with another dimension"));
  }
}
