package dev.recollect.search.face;

import dev.recollect.embedded.EmbeddedPostgres;
import dev.recollect.embedded.LoopbackPort;
import dev.recollect.embedded.PostgresSettings;
import dev.recollect.search.testing.Gallery;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Prints how long the exact scan of one event takes, with the faces of 200 other events in the same
 * table, which grew side by side; and how long a plain scan of the same vectors takes.
 */
public final class FaceScanBenchmark {
  private static final int DIMENSION = 512;
  private static final int OTHERS = 200;
  private static final int ROUNDS = 10;
  private static final int TURNS = 10;
  private static final int SEARCHES_A_TURN = 40;
  private static final int WARM_UP = 15;
  private static final double MINIMUM_COSINE = .42;
  private static final byte[] COPY_HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };

  private final int inEvent;
  private final int inTable;
  private final float[] asked = Gallery.face(1);
  private final float[] plain;

  private FaceScanBenchmark(int inEvent, int inTable) {
    this.inEvent = inEvent;
    this.inTable = inTable;
    this.plain = new float[inEvent * DIMENSION];
  }

  /**
   * @param args faces in the event, faces in the table
   */
  public static void main(String[] args) throws Exception {
    new FaceScanBenchmark(Integer.parseInt(args[0]), Integer.parseInt(args[1])).run();
  }

  private void run() throws Exception {
    Path folder = Files.createTempDirectory("recollect-face-scan");
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    // As an operator sizes it: a table above a quarter of the buffers is read from the system's
    // cache each time.
    PostgresSettings settings =
        new PostgresSettings(
            folder.resolve("data"),
            folder.resolve("log"),
            LoopbackPort.free(),
            "bench",
            UUID.randomUUID().toString(),
            Map.of(
                "fsync", "off",
                "shared_buffers", "1GB",
                "wal_level", "minimal",
                "max_wal_senders", "0",
                "max_wal_size", "8GB"));
    try (EmbeddedPostgres server = EmbeddedPostgres.start(settings)) {
      server.createDatabase("bench");
      try (Connection connection = server.connect("bench")) {
        measure(connection);
      }
    } finally {
      try (var files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private void measure(Connection connection) throws Exception {
    FacePartitions partitions = new FacePartitions();
    int model = prepare(connection, partitions);
    load(connection, model);
    PgvectorFaceIndex single = new PgvectorFaceIndex(partitions, () -> 0);
    PgvectorFaceIndex parallel = new PgvectorFaceIndex(partitions, () -> 1);
    System.out.printf(
        "%,d faces in the event, %,d in the table, %d events, %d cores%n",
        inEvent, inTable, OTHERS + 1, Runtime.getRuntime().availableProcessors());
    int found = search(single, connection, model);
    Timing one = new Timing("pgvector, one process", () -> search(single, connection, model));
    Timing two = new Timing("pgvector, one worker", () -> search(parallel, connection, model));
    Timing floor = new Timing("plain SIMD scan, fp32", this::scan);
    long backendMillis = 0;
    // In turns, for the machine is now slower and now faster for seconds on end.
    for (int turn = 0; turn < TURNS; turn++) {
      long before = backendMillis(connection);
      one.takeTurn();
      backendMillis += backendMillis(connection) - before;
      two.takeTurn();
      floor.takeTurn();
    }
    one.print();
    System.out.printf(
        "%-24s %.1f ms of processor time a search, however busy the machine is%n",
        "", backendMillis / (double) (TURNS * (WARM_UP + SEARCHES_A_TURN)));
    two.print();
    floor.print();
    System.out.printf("found: pgvector %d, plain %d%n", found, scan());
  }

  private int search(PgvectorFaceIndex index, Connection connection, int model)
      throws SQLException {
    return index.matches(connection, 1, model, asked, MINIMUM_COSINE).size();
  }

  /** Processor time of the connection's server process so far. */
  private static long backendMillis(Connection connection) throws SQLException, IOException {
    int pid = connection.unwrap(PGConnection.class).getBackendPID();
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return 10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
  }

  private static final class Timing {
    private final String what;
    private final Callable<Integer> search;
    private final double[] millis = new double[TURNS * SEARCHES_A_TURN];
    private int taken;

    Timing(String what, Callable<Integer> search) {
      this.what = what;
      this.search = search;
    }

    void takeTurn() throws Exception {
      for (int i = 0; i < WARM_UP; i++) {
        search.call();
      }
      for (int i = 0; i < SEARCHES_A_TURN; i++) {
        long start = System.nanoTime();
        search.call();
        millis[taken++] = (System.nanoTime() - start) / 1e6;
      }
    }

    void print() {
      Arrays.sort(millis);
      System.out.printf(
          "%-24s median %6.1f ms   best %6.1f ms   p95 %6.1f ms%n",
          what, millis[millis.length / 2], millis[0], millis[millis.length * 95 / 100]);
    }
  }

  private int scan() {
    VectorSpecies<Float> species = FloatVector.SPECIES_PREFERRED;
    int found = 0;
    for (int row = 0; row < inEvent; row++) {
      FloatVector sum = FloatVector.zero(species);
      int offset = row * DIMENSION;
      for (int i = 0; i < DIMENSION; i += species.length()) {
        sum =
            FloatVector.fromArray(species, plain, offset + i)
                .fma(FloatVector.fromArray(species, asked, i), sum);
      }
      if (sum.reduceLanes(VectorOperators.ADD) >= MINIMUM_COSINE) {
        found++;
      }
    }
    return found;
  }

  private static int prepare(Connection connection, FacePartitions partitions)
      throws SQLException, IOException {
    try (InputStream script =
            FaceScanBenchmark.class.getResourceAsStream("/db/migration/V1__search.sql");
        Statement statement = connection.createStatement()) {
      statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
    connection.setAutoCommit(false);
    int model = new ModelRegistry(partitions).faceModel(connection, "bench", DIMENSION);
    for (long event = 1; event <= OTHERS + 1; event++) {
      partitions.ensure(connection, event);
    }
    connection.commit();
    return model;
  }

  /**
   * Events grow side by side: every one of the others gets a photo of five faces in turn. Vectors
   * come in as a photo's faces do, in blocks of their own, and are packed as those are.
   */
  private void load(Connection connection, int model) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create temporary table staged (round int, event_id bigint, photo_id uuid, face_no smallint,"
              + " embedding halfvec)");
    }
    stage(connection);
    for (int round = 0; round < ROUNDS; round++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            """
            insert into face_block (embeddings, photo_ids, face_nos, loose, model_no, event_id)
            select array_agg(embedding order by face_no), array_agg(photo_id order by face_no),
                   array_agg(face_no order by face_no), true, %d, event_id
              from staged where round = %d group by event_id, photo_id
            """
                .formatted(model, round));
      }
      for (long event = 1; event <= OTHERS + 1; event++) {
        new FaceBlocks(FacePartitions.ofEvent(model, event), DIMENSION).pack(connection);
      }
      connection.commit();
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("vacuum analyze face_block");
      }
      connection.setAutoCommit(false);
    }
  }

  private void stage(Connection connection) throws SQLException, IOException {
    Random random = new Random(7);
    double share = (double) inEvent / inTable;
    int own = 0;
    int other = 0;
    try (DataOutputStream out =
        new DataOutputStream(
            new PGCopyOutputStream(
                connection.unwrap(PGConnection.class),
                "copy staged from stdin (format binary)",
                1 << 20))) {
      out.write(COPY_HEADER);
      out.writeInt(0);
      out.writeInt(0);
      for (int i = 0; i < inTable; i++) {
        boolean mine = own < inEvent && own <= share * i;
        long event = mine ? 1 : 2 + other / 5 % OTHERS;
        int faceOfEvent = mine ? own : other;
        float[] face = face(random, mine && own % 1000 == 0);
        if (mine) {
          System.arraycopy(face, 0, plain, own * DIMENSION, DIMENSION);
          own++;
        } else {
          other++;
        }
        write(out, i * (long) ROUNDS / inTable, event, faceOfEvent, face);
      }
      out.writeShort(-1);
    }
  }

  private float[] face(Random random, boolean similar) {
    float[] face = new float[DIMENSION];
    double square = 0;
    for (int i = 0; i < DIMENSION; i++) {
      face[i] = (random.nextFloat() - .5f) / 12 + (similar ? asked[i] : 0);
      square += face[i] * face[i];
    }
    float length = (float) Math.sqrt(square);
    for (int i = 0; i < DIMENSION; i++) {
      face[i] /= length;
    }
    return face;
  }

  private static void write(DataOutputStream out, long round, long event, int number, float[] face)
      throws IOException {
    out.writeShort(5);
    field(out, 4).writeInt((int) round);
    field(out, 8).writeLong(event);
    field(out, 16).writeLong(event);
    out.writeLong(number / 5);
    field(out, 2).writeShort(number % 5);
    field(out, 4 + 2 * DIMENSION).writeShort(DIMENSION);
    out.writeShort(0);
    for (float value : face) {
      out.writeShort(Float.floatToFloat16(value));
    }
  }

  private static DataOutputStream field(DataOutputStream out, int length) throws IOException {
    out.writeInt(length);
    return out;
  }
}
