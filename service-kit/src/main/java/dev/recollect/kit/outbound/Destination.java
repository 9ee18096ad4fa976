package dev.recollect.kit.outbound;

import java.net.InetAddress;
import java.util.List;
import okhttp3.HttpUrl;

/**
 * An address that may be called.
 *
 * @param addresses of the host, every one of them checked; the only ones that may be connected to
 */
record Destination(HttpUrl url, List<InetAddress> addresses) {}
