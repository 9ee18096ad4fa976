package dev.recollect.kit.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host; an address written out is its own. */
@FunctionalInterface
interface NameResolver {
  InetAddress[] resolve(String host) throws UnknownHostException;
}
