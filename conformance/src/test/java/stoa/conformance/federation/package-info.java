/**
 * Federation (RFC 6120, XEP-0220, XEP-0178, XEP-0368) between the packaged server and others:
 * another of our own, Prosody and ejabberd from Debian's packages. Each has an address of loopback
 * of its own with the standard ports; a server of the DNS (dnsmasq) and an authority for
 * certificates are the tests' own.
 */
@NullMarked
package stoa.conformance.federation;

import org.jspecify.annotations.NullMarked;
