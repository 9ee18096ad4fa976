package dev.recollect.search.inference;

import dev.recollect.kit.models.ModelUse;
import dev.recollect.kit.sql.Database;
import dev.recollect.search.face.FaceIndex;
import dev.recollect.search.face.ModelRegistry;
import dev.recollect.vision.FaceEmbedder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The face models in use and their numbers in the schema. */
@ApplicationScoped
public class FaceModels {
  private final LoadedModels loaded;
  private final ModelRegistry registry;
  private final FaceIndex faces;
  private final Database database;
  private final ModelUse use;
  private FaceModelInUse serving;
  private Optional<FaceModelInUse> next = Optional.empty();

  FaceModels(
      LoadedModels loaded,
      ModelRegistry registry,
      FaceIndex faces,
      Database database,
      ModelUse use) {
    this.loaded = loaded;
    this.registry = registry;
    this.faces = faces;
    this.database = database;
    this.use = use;
  }

  /** Before anything runs: a service without its models does not start. */
  void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
    use.announce(numbers());
  }

  @PostConstruct
  void register() {
    serving = register(loaded.servingEmbedder());
    next = loaded.nextEmbedder().map(this::register);
  }

  private FaceModelInUse register(FaceEmbedder embedder) {
    int modelNo =
        database.transact(
            transaction ->
                registry.faceModel(transaction, embedder.modelId(), embedder.dimension()));
    prepareEvents(modelNo);
    return new FaceModelInUse(modelNo, embedder);
  }

  /** Makes room under these models for events that came while one of them was not known. */
  public void prepareEvents() {
    numbers().forEach(this::prepareEvents);
  }

  private void prepareEvents(int modelNo) {
    for (long eventId : database.read(connection -> registry.unprepared(connection, modelNo))) {
      database.transact(
          transaction -> {
            faces.prepare(transaction, eventId);
            return null;
          });
    }
  }

  /** The model that searches are answered with. */
  public FaceModelInUse serving() {
    return serving;
  }

  /** The model that is to take over. */
  public Optional<FaceModelInUse> next() {
    return next;
  }

  /** Both. */
  public List<FaceModelInUse> all() {
    return Stream.concat(Stream.of(serving), next.stream()).toList();
  }

  public List<Integer> numbers() {
    return all().stream().map(FaceModelInUse::modelNo).toList();
  }
}
