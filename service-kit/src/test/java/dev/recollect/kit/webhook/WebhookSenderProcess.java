package dev.recollect.kit.webhook;

import java.util.concurrent.CountDownLatch;

/** A replica in a process of its own, to be killed. Sends what is due once, and stays. */
final class WebhookSenderProcess {
  private WebhookSenderProcess() {}

  public static void main(String[] arguments) throws Exception {
    WebhookSystem system = new WebhookSystem(arguments[0], arguments[1], arguments[2]);
    system.sender.run();
    new CountDownLatch(1).await();
  }
}
