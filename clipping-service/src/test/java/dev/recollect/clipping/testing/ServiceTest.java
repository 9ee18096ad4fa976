package dev.recollect.clipping.testing;

import dev.recollect.testkit.PhotosPeer;
import dev.recollect.testkit.PhotosPeerResource;
import dev.recollect.testkit.RecollectServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;

/**
 * What every test of the running service has: a database, a bucket, services to ask, and an ffmpeg
 * that can be held.
 */
@QuarkusTestResource(
    value = RecollectServers.class,
    initArgs = @ResourceArg(name = "schema", value = "clipping"))
@QuarkusTestResource(PhotosPeerResource.class)
@QuarkusTestResource(SearchPeerResource.class)
@QuarkusTestResource(HoldingFfmpeg.class)
public abstract class ServiceTest {
  protected PhotosPeer peer;
  protected SearchPeer searchPeer;
  protected HoldingFfmpeg ffmpeg;
}
