package dev.recollect.kit.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recollect.kit.ConfigReader;
import dev.recollect.kit.outbound.Outbound;
import dev.recollect.kit.outbound.OutboundConfig;
import dev.recollect.kit.sql.Database;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.inject.Vetoed;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that sends webhooks, on one database; as one replica of a service has it. */
@Vetoed
final class WebhookSystem implements AutoCloseable {
  final Database database;
  final WebhookEndpoints endpoints;
  final WebhookDeliveries deliveries;
  final Webhooks webhooks;
  final WebhookSender sender;
  final WebhookExpiry expiry;
  private final AgroalDataSource dataSource;

  WebhookSystem(String jdbcUrl, String user, String password) throws SQLException {
    dataSource =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(
                    pool ->
                        pool.maxSize(10)
                            .connectionFactoryConfiguration(
                                factory ->
                                    factory
                                        .jdbcUrl(jdbcUrl)
                                        .principal(new NamePrincipal(user))
                                        .credential(new SimplePassword(password)))));
    database = new Database(dataSource);
    WebhookConfig config = ConfigReader.read(WebhookConfig.class, Map.of());
    Outbound outbound =
        new Outbound(
            ConfigReader.read(
                OutboundConfig.class, Map.of("recollect.outbound.allowed-hosts", "127.0.0.1")));
    endpoints = new WebhookEndpoints(database, outbound);
    deliveries = new WebhookDeliveries(database, config);
    webhooks = new Webhooks(deliveries, new ObjectMapper());
    sender = new WebhookSender(deliveries, endpoints, outbound, config, new SimpleMeterRegistry());
    expiry = new WebhookExpiry(deliveries);
  }

  void migrate() throws IOException {
    try (InputStream migration =
        Webhooks.class.getResourceAsStream("/db/webhook/V0_3__webhook.sql")) {
      execute(new String(migration.readAllBytes(), UTF_8));
    }
  }

  void execute(String sql) {
    database.read(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  /** The columns of each row, joined by blanks. */
  List<String> rows(String sql) {
    return database.read(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
              List<String> columns = new ArrayList<>();
              for (int n = 1; n <= rows.getMetaData().getColumnCount(); n++) {
                columns.add(rows.getString(n));
              }
              all.add(String.join(" ", columns));
            }
            return all;
          }
        });
  }

  @Override
  public void close() throws InterruptedException {
    sender.stop();
    dataSource.close();
  }
}
