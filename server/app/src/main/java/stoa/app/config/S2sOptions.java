package stoa.app.config;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.InvalidJidException;

/** The keys of {@code s2s}: streams to and from other servers. */
final class S2sOptions {
    private static final int DNS_PORT = 53;

    static final Option<Boolean> ENABLED =
            Option.flag(
                    "s2s.enabled",
                    false,
                    "Whether domains may talk with other servers and with each other.");
    static final Option<Integer> PORT =
            Option.port("s2s.port", 5269, "Other XMPP servers, with STARTTLS.");
    static final Option<Integer> DIRECT_TLS_PORT =
            Option.number(
                    "s2s.direct_tls_port",
                    5270,
                    0,
                    65_535,
                    "Other XMPP servers, with direct TLS. (0: off)");
    static final Option<@Nullable String> BIND =
            Option.optionalText(
                    "s2s.bind",
                    "0.0.0.0",
                    "The address that other servers connect to; without it that of bind.");
    static final Option<List<DomainJid>> DOMAINS =
            domains(
                    "s2s.domains",
                    "Which of this server's domains talk with others. (Empty: all of them)");
    static final Option<List<DomainJid>> ALLOW =
            domains("s2s.allow", "With which domains, and those below them. (Empty: with all)");
    static final Option<List<DomainJid>> DENY =
            domains(
                    "s2s.deny",
                    "With which domains not, nor with those below them; it goes before s2s.allow.");
    static final Option<StoaConfig.S2sAuth> AUTH =
            Option.choice(
                    "s2s.auth",
                    StoaConfig.S2sAuth.DIALBACK,
                    "How another domain is proved: by a valid certificate or else by dialback (dialback), or by a valid certificate only (certificate).");
    static final Option<List<InetSocketAddress>> DNS_SERVERS =
            Option.list(
                    "s2s.dns_servers",
                    List.of(),
                    "[]",
                    value -> dnsServer(Option.string(value)),
                    "The DNS servers that are asked for other domains, as [\"192.0.2.53\", \"192.0.2.54:5353\"]. (Empty: the system's)");
    static final Option<@Nullable String> TRUST =
            Option.optionalText(
                    "s2s.trust",
                    "/etc/stoa/authorities.pem",
                    "Certificates of further authorities that are trusted for other servers, PEM.");
    static final Option<Integer> QUEUE_STANZAS =
            Option.number(
                    "s2s.queue_stanzas",
                    1_000,
                    1,
                    100_000,
                    "How many stanzas wait for one other domain at the most.");
    static final Option<Integer> QUEUE_KB =
            Option.number(
                    "s2s.queue_kb", 4_096, 16, 1_000_000, "And how many KiB they are at the most.");
    static final Option<Integer> QUEUE_TOTAL_KB =
            Option.number(
                    "s2s.queue_total_kb",
                    65_536,
                    16,
                    16_000_000,
                    "How many KiB wait for all other domains together at the most.");
    static final Option<Integer> CONNECT_SECONDS =
            Option.number(
                    "s2s.connect_seconds",
                    10,
                    1,
                    300,
                    "How long a connection to one address may take to come about.");
    static final Option<Integer> PATIENCE_SECONDS =
            Option.number(
                    "s2s.patience_seconds",
                    60,
                    0,
                    3_600,
                    "How long a stanza waits for a server that cannot be reached before its sender is told.");
    static final Option<Integer> RETRY_FIRST_SECONDS =
            Option.number(
                    "s2s.retry_first_seconds",
                    1,
                    1,
                    3_600,
                    "After how long a server that could not be reached is tried again; each further failure doubles it.");
    static final Option<Integer> RETRY_LONGEST_SECONDS =
            Option.number("s2s.retry_longest_seconds", 600, 1, 86_400, "Up to this.");

    static final List<Option<?>> ALL =
            List.of(
                    ENABLED,
                    PORT,
                    DIRECT_TLS_PORT,
                    BIND,
                    DOMAINS,
                    ALLOW,
                    DENY,
                    AUTH,
                    DNS_SERVERS,
                    TRUST,
                    QUEUE_STANZAS,
                    QUEUE_KB,
                    QUEUE_TOTAL_KB,
                    CONNECT_SECONDS,
                    PATIENCE_SECONDS,
                    RETRY_FIRST_SECONDS,
                    RETRY_LONGEST_SECONDS);

    private S2sOptions() {}

    private static Option<List<DomainJid>> domains(String key, String doc) {
        return Option.list(
                key,
                List.of(),
                "[]",
                value -> {
                    try {
                        return DomainJid.of(Option.string(value));
                    } catch (InvalidJidException e) {
                        throw new Option.BadValue(
                                "\"" + value + "\" is no domain: " + e.getMessage());
                    }
                },
                doc);
    }

    /** Of an IP address and perhaps a port: its name would have to be looked up itself. */
    private static InetSocketAddress dnsServer(String text) throws Option.BadValue {
        boolean bracketed = text.startsWith("[");
        int end = bracketed ? text.indexOf(']') : text.lastIndexOf(':');
        boolean onlyAddress = !bracketed && text.indexOf(':') != end;
        String host =
                onlyAddress || end < 0
                        ? text
                        : bracketed ? text.substring(1, end) : text.substring(0, end);
        String rest = onlyAddress || end < 0 ? "" : text.substring(bracketed ? end + 1 : end);
        try {
            int port = rest.isEmpty() ? DNS_PORT : Integer.parseInt(rest.substring(1));
            if (host.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
                    && (rest.isEmpty() || rest.startsWith(":"))) {
                InetSocketAddress address = new InetSocketAddress(host, port);
                if (!address.isUnresolved()) {
                    return address;
                }
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new Option.BadValue(
                "\"" + text + "\" is no address such as \"192.0.2.53\" or \"192.0.2.53:5353\"");
    }
}
