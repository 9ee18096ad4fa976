package dev.recollect.kit.outbound;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses of one family.
 *
 * @param what its purpose, for people
 */
@SuppressWarnings("ArrayRecordComponent") // a table's row, compared with nothing
record AddressBlock(byte[] prefix, int bits, String what) {

  /**
   * @param cidr an address written out, a slash and the length of the prefix
   */
  static AddressBlock of(String cidr, String what) {
    int slash = cidr.indexOf('/');
    byte[] prefix = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
    return new AddressBlock(prefix, Integer.parseInt(cidr.substring(slash + 1)), what);
  }

  /**
   * @param address in network byte order
   */
  boolean contains(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(prefix, 0, whole, address, 0, whole)) {
      return false;
    }
    int rest = 8 - bits % 8;
    return rest == 8 || (prefix[whole] ^ address[whole]) >> rest == 0;
  }

  @Override
  public String toString() {
    return "AddressBlock[" + what + "/" + bits + "]";
  }
}
