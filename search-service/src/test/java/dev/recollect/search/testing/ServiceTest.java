package dev.recollect.search.testing;

import dev.recollect.testkit.PhotosPeer;
import dev.recollect.testkit.PhotosPeerResource;
import dev.recollect.testkit.RecollectServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;

/**
 * What every test of the running service has: a database, a bucket, and a photos-service to ask.
 */
@QuarkusTestResource(
    value = RecollectServers.class,
    initArgs = @ResourceArg(name = "schema", value = "search"))
@QuarkusTestResource(PhotosPeerResource.class)
public abstract class ServiceTest {
  protected PhotosPeer peer;
}
