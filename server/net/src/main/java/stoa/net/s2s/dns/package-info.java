/**
 * Where another server is (RFC 6120 section 3.2, XEP-0368): from a domain to the addresses to
 * connect to, in the order in which to try them, by SRV, A and AAAA records.
 *
 * <p>{@link stoa.net.s2s.dns.DnsTargets} has the rules, {@code DnsAnswers} what has been heard and
 * for how long it holds, {@code DnsQueries} asks the servers.
 */
@NullMarked
package stoa.net.s2s.dns;

import org.jspecify.annotations.NullMarked;
