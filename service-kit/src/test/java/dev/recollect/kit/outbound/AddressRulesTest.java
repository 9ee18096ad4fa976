package dev.recollect.kit.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, this machine",
    "0.255.255.255, this machine",
    "127.0.0.1, this machine",
    "127.255.255.254, this machine",
    "10.0.0.1, a private network",
    "10.255.255.255, a private network",
    "172.16.0.1, a private network",
    "172.31.255.255, a private network",
    "192.168.0.1, a private network",
    "100.64.0.1, a carrier's private network",
    "100.127.255.255, a carrier's private network",
    // Alibaba's metadata service.
    "100.100.100.200, a carrier's private network",
    "169.254.169.254, 'the local link, where clouds keep their metadata'",
    "168.63.129.16, a cloud's metadata service",
    // Oracle's.
    "192.0.0.192, a reserved range",
    "192.0.2.1, a reserved range",
    "192.88.99.1, a tunnel to other addresses",
    "198.18.0.1, a reserved range",
    "198.19.255.255, a reserved range",
    "198.51.100.1, a reserved range",
    "203.0.113.1, a reserved range",
    "224.0.0.1, a multicast group",
    "239.255.255.255, a multicast group",
    "240.0.0.1, a reserved range",
    "255.255.255.255, a reserved range",
    "::, this machine",
    "::1, this machine",
    "::ffff:127.0.0.1, this machine",
    "::ffff:10.0.0.1, a private network",
    "::10.0.0.1, a reserved range",
    "64:ff9b::127.0.0.1, this machine",
    "64:ff9b::a9fe:a9fe, 'the local link, where clouds keep their metadata'",
    "64:ff9b:1::1, a reserved range",
    "100::1, a reserved range",
    "2001::1, a tunnel to other addresses",
    "2001:1ff:ffff::1, a tunnel to other addresses",
    "2001:db8::1, a reserved range",
    "2002:a00:1::1, a tunnel to other addresses",
    "3fff:fff::1, a reserved range",
    "4000::1, a reserved range",
    "5f00::1, a reserved range",
    "fc00::1, a private network",
    // Amazon's and Google's metadata services.
    "fd00:ec2::254, a private network",
    "fd20:ce::254, a private network",
    "fe80::1, 'the local link, where clouds keep their metadata'",
    "febf::1, 'the local link, where clouds keep their metadata'",
    "fec0::1, a private network",
    "ff02::1, a multicast group"
  })
  void knowsWhereAnAddressLiesThatIsNotPublic(String address, String where) {
    assertThat(AddressRules.notPublic(InetAddress.ofLiteral(address))).contains(where);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "168.63.129.15",
        "168.63.129.17",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "64:ff9b::1.1.1.1",
        "2001:200::1",
        "2001:db7::1",
        "2001:db9::1",
        "2003::1",
        "2606:4700:4700::1111",
        "3ffe::1",
        "3fff:1000::1"
      })
  void letsThePublicOnesPass(String address) {
    assertThat(AddressRules.notPublic(InetAddress.ofLiteral(address))).isEmpty();
  }
}
