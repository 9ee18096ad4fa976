package dev.recollect.photos.process;

import dev.recollect.photos.ingest.Checksum;
import dev.recollect.testkit.TestServers;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.messages.Item;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Database and storage behind a service process, and a look into the database. */
record Backing(
    String jdbcUrl,
    String reactiveUrl,
    String user,
    String password,
    String s3Endpoint,
    String accessKey,
    String secretKey,
    String bucketSuffix) {

  /** A database and buckets of their own on the servers of the build. */
  static Backing shared() {
    TestServers servers = TestServers.get().withNewDatabase();
    return new Backing(
        servers.jdbcUrl("photos"),
        servers.reactiveUrl("photos"),
        servers.user(),
        servers.password(),
        servers.s3Endpoint(),
        servers.accessKey(),
        servers.secretKey(),
        servers.bucket("process"));
  }

  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("quarkus.datasource.jdbc.url", jdbcUrl);
    settings.put("quarkus.datasource.reactive.url", reactiveUrl);
    settings.put("quarkus.datasource.username", user);
    settings.put("quarkus.datasource.password", password);
    settings.put("recollect.storage.endpoint", s3Endpoint);
    settings.put("recollect.storage.access-key", accessKey);
    settings.put("recollect.storage.secret-key", secretKey);
    settings.put("recollect.storage.originals-bucket", "originals-" + bucketSuffix);
    settings.put("recollect.storage.renditions-bucket", "renditions-" + bucketSuffix);
    return settings;
  }

  /** One number out of the database. */
  long number(String sql) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
        Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A column of texts out of the database. */
  List<String> texts(String sql) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
        Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (row.next()) {
        texts.add(row.getString(1));
      }
      return texts;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Keys of the objects in a bucket, by the start of its name. */
  List<String> keys(String bucket) throws Exception {
    List<String> keys = new ArrayList<>();
    try (MinioClient client = client()) {
      for (Result<Item> item :
          client.listObjects(
              ListObjectsArgs.builder().bucket(bucket + bucketSuffix).recursive(true).build())) {
        keys.add(item.get().objectName());
      }
    }
    return keys;
  }

  /** Key and SHA-256 in hexadecimal digits of what is stored, with a blank between them. */
  List<String> checksumsOfOriginals(List<String> keys) throws Exception {
    List<String> checksums = new ArrayList<>();
    try (MinioClient client = client()) {
      for (String key : keys) {
        try (InputStream content =
            client.getObject(
                GetObjectArgs.builder().bucket("originals-" + bucketSuffix).object(key).build())) {
          checksums.add(key + " " + HexFormat.of().formatHex(Checksum.sha256(content)));
        }
      }
    }
    return checksums;
  }

  private MinioClient client() {
    return MinioClient.builder()
        .endpoint(s3Endpoint())
        .credentials(accessKey(), secretKey())
        .region("us-east-1")
        .build();
  }
}
