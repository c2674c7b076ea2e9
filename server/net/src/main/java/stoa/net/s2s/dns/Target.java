package stoa.net.s2s.dns;

import java.net.InetSocketAddress;

/**
 * An address to connect to.
 *
 * @param host the name that the address was found under, without a dot at its end: the SRV record's
 *     target, or the domain itself. It says nothing about who answers there: a certificate is
 *     checked against the domain (RFC 6125), never against this
 * @param address where to connect to, resolved
 * @param directTls whether TLS begins with the connection (XEP-0368) instead of by STARTTLS
 */
public record Target(String host, InetSocketAddress address, boolean directTls) {}
