package stoa.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.accounts.invite.InvitingPolicy;
import stoa.accounts.register.RegistrationPolicy;
import stoa.features.contact.ContactAddresses.Concern;
import stoa.features.extdisco.ExternalService;
import stoa.features.push.PushDetails;
import stoa.features.webpush.PushOrigin;
import stoa.webapi.launcher.HostOrigin;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.InvalidJidException;

/**
 * Every key there is. The reference page and the file written at first start are made from this
 * list.
 */
final class Options {
    /** The schemes of an address that people can turn to (XEP-0157). */
    private static final Set<String> CONTACT_SCHEMES = Set.of("mailto", "xmpp", "https", "http");

    static final Option<List<DomainJid>> DOMAINS =
            Option.list(
                    "domains",
                    List.of(DomainJid.of("localhost")),
                    "[\"localhost\"]",
                    value -> {
                        try {
                            return DomainJid.of(Option.string(value));
                        } catch (InvalidJidException e) {
                            throw new Option.BadValue(
                                    "\"" + value + "\" is no domain: " + e.getMessage());
                        }
                    },
                    "The domains people's addresses end in; the first is the default one.");
    static final Option<@Nullable String> BIND =
            Option.optionalText(
                    "bind",
                    "0.0.0.0",
                    "The address to listen on: all of the machine's, or 127.0.0.1 with --demo.");
    static final Option<List<BareJid>> ADMINS =
            Option.list(
                    "admins",
                    List.of(),
                    "[]",
                    value -> {
                        try {
                            return BareJid.of(Option.string(value));
                        } catch (InvalidJidException e) {
                            throw new Option.BadValue(
                                    "\"" + value + "\" is no account's address: " + e.getMessage());
                        }
                    },
                    "Accounts with administrators' rights over the whole server, beside those appointed in it.");
    static final Option<List<URI>> CONTACT_ABUSE = contact(Concern.ABUSE, "abuse and spam");
    static final Option<List<URI>> CONTACT_ADMIN = contact(Concern.ADMIN, "the service's running");
    static final Option<List<URI>> CONTACT_FEEDBACK = contact(Concern.FEEDBACK, "feedback");
    static final Option<List<URI>> CONTACT_SALES = contact(Concern.SALES, "sales");
    static final Option<List<URI>> CONTACT_SECURITY = contact(Concern.SECURITY, "security");
    static final Option<List<URI>> CONTACT_STATUS =
            contact(Concern.STATUS, "whether the service is up");
    static final Option<List<URI>> CONTACT_SUPPORT = contact(Concern.SUPPORT, "help");
    static final Option<List<URI>> OUTAGE_ADDRESSES =
            Option.list(
                    "outage.addresses",
                    List.of(),
                    "[]",
                    Options::webAddress,
                    "Where clients read what is wrong when the server cannot be reached: https: addresses of a file on another machine.");
    static final Option<Integer> XMPP_PORT =
            Option.port("xmpp.port", 5222, "XMPP clients, with STARTTLS.");
    static final Option<Integer> XMPP_TLS_PORT =
            Option.port("xmpp.tls_port", 5223, "XMPP clients, with direct TLS.");
    static final Option<Integer> XMPP_S2S_PORT =
            Option.port("xmpp.s2s_port", 5269, "The older name of s2s.port.");
    static final Option<RegistrationPolicy> XMPP_REGISTRATION =
            Option.choiceOrFlag(
                    "xmpp.registration",
                    RegistrationPolicy.CLOSED,
                    RegistrationPolicy.OPEN,
                    "Who may make an account from an XMPP app: closed (nobody, as false), invite (whoever has an invitation), open (anybody, as true).");
    static final Option<InvitingPolicy> XMPP_INVITATIONS =
            Option.choice(
                    "xmpp.invitations",
                    InvitingPolicy.ADMINISTRATORS,
                    "Who may invite to an account from an XMPP app: administrators, everybody. To a contact list everybody may.");
    static final Option<Boolean> XMPP_ALLOW_PLAINTEXT =
            Option.flag(
                    "xmpp.allow_plaintext",
                    false,
                    "A test aid: SASL without TLS. Refused unless bind is a loopback address.");
    static final Option<Integer> XMPP_COMPONENT_PORT =
            Option.port(
                    "xmpp.component_port",
                    5347,
                    "Components (XEP-0114), if there are any in xmpp.components.");
    static final Option<String> XMPP_COMPONENT_BIND =
            Option.text(
                    "xmpp.component_bind",
                    "127.0.0.1",
                    "The address that components connect to; they use no TLS.");
    static final Option<List<ComponentSecret>> XMPP_COMPONENTS =
            Option.list(
                    "xmpp.components",
                    List.of(),
                    "[]",
                    value -> ComponentSecret.read(Option.string(value)),
                    "Programs that answer at an address below a domain, as [\"bridge.example.org=SECRET\"].");
    static final Option<Integer> WEB_PORT =
            Option.port("web.port", 8443, "The web chat, WebSocket and files, over HTTPS.");
    static final Option<Integer> WEB_DEMO_PORT =
            Option.port(
                    "web.demo_port",
                    8080,
                    "With --demo: the web on plain HTTP, on 127.0.0.1 only.");
    static final Option<Integer> WEB_PUBLIC_PORT =
            Option.number(
                    "web.public_port",
                    0,
                    0,
                    65_535,
                    "The port under which people reach web.port, for the addresses of files, when something in front maps it to another. (0: web.port itself)");
    static final Option<Boolean> WEB_BOSH =
            Option.flag(
                    "web.bosh",
                    true,
                    "XMPP over plain HTTP requests (BOSH) on the web port, for web clients that cannot use a WebSocket.");
    static final Option<List<HostOrigin>> WEB_LAUNCHER_ORIGINS =
            Option.list(
                    "web.launcher_origins",
                    List.of(),
                    "[]",
                    value -> {
                        HostOrigin origin = HostOrigin.parse(Option.string(value));
                        if (origin == null) {
                            throw new Option.BadValue(
                                    "\""
                                            + value
                                            + "\" is no origin such as \"https://intranet.example.org\"");
                        }
                        return origin;
                    },
                    "The origins whose pages may show the chat icon with its unread number (launcher.js), as [\"https://intranet.example.org\"]; they learn that number and nothing else.");
    static final Option<Integer> FILES_MAX_MB =
            Option.number(
                    "files.max_mb", 100, 1, 10_000, "The largest file that can be shared, in MiB.");
    static final Option<Integer> FILES_DAILY_MB =
            Option.number(
                    "files.daily_mb",
                    2_000,
                    1,
                    1_000_000,
                    "How much one account may share within a day, in MiB.");
    static final Option<Integer> FILES_KEEP_DAYS =
            Option.number(
                    "files.keep_days",
                    0,
                    0,
                    36_500,
                    "How many days shared files are kept that were not uploaded to stay; then their addresses lead nowhere. (0: for ever)");
    static final Option<List<ExternalService>> CALLS_SERVICES =
            Option.list(
                    "calls.services",
                    List.of(),
                    "[]",
                    value -> {
                        ExternalService service = ExternalService.parse(Option.string(value));
                        if (service == null) {
                            throw new Option.BadValue(
                                    "\""
                                            + value
                                            + "\" is no address such as \"turn:turn.example.org:3478?transport=udp\"");
                        }
                        return service;
                    },
                    "The STUN and TURN servers that calls use, as [\"stun:HOST:PORT\", \"turn:HOST:PORT?transport=udp\"].");
    static final Option<@Nullable String> CALLS_SECRET =
            Option.optionalText(
                    "calls.secret",
                    "the same as the TURN server's",
                    "What the TURN servers share with Stoa (coturn's static-auth-secret); people get credentials that end after 12 hours.");
    static final Option<PushDetails> PUSH_DETAILS =
            Option.choice(
                    "push.details",
                    PushDetails.SENDER,
                    "What push services of people's apps are told: the count of messages, sender too, or the body of the last one as well (never of encrypted ones): count, sender, body.");
    static final Option<List<PushOrigin>> PUSH_WEB_SERVICES =
            Option.list(
                    "push.web_services",
                    PushOrigin.MAKERS,
                    "[\"https://fcm.googleapis.com\", \"https://*.push.services.mozilla.com\", \"https://*.notify.windows.com\", \"https://*.push.apple.com\"]",
                    value -> {
                        PushOrigin origin = PushOrigin.parse(Option.string(value));
                        if (origin == null) {
                            throw new Option.BadValue(
                                    "\""
                                            + value
                                            + "\" is no origin such as \"https://push.example.org\"");
                        }
                        return origin;
                    },
                    "The browser makers' push services that people's browsers may be told through; the server posts nowhere else. []: none.");
    static final Option<@Nullable String> TLS_CERTIFICATE =
            Option.optionalText(
                    "tls.certificate",
                    "/etc/stoa/fullchain.pem",
                    "Your certificate with its chain, PEM. Without it a self-signed one is made.");
    static final Option<@Nullable String> TLS_KEY =
            Option.optionalText(
                    "tls.key", "/etc/stoa/privkey.pem", "The certificate's private key, PEM.");
    static final Option<Boolean> LIMITS_ENABLED =
            Option.flag("limits.enabled", true, "Rate limits; false lifts them for a load test.");
    static final Option<Integer> LIMITS_ACCOUNT_MESSAGES =
            perMinute(
                    "limits.account_messages",
                    1_200,
                    "Messages within a minute by one account, from all its clients. (0: any number)");
    static final Option<Integer> LIMITS_ACCOUNT_PRESENCE =
            perMinute(
                    "limits.account_presence",
                    2_000,
                    "Changes of presence, joins of rooms included, within a minute by one account, from all its clients. (0: any number)");
    static final Option<Integer> LIMITS_ACCOUNT_JOINS =
            perMinute(
                    "limits.account_joins",
                    1_000,
                    "Joins of rooms within a minute by one account, from all its clients. (0: any number)");
    static final Option<Integer> LIMITS_ACCOUNT_STANZAS =
            perMinute(
                    "limits.account_stanzas",
                    6_000,
                    "Stanzas of all kinds within a minute by one account, from all its clients. (0: any number)");
    static final Option<Integer> LIMITS_DOMAIN_MESSAGES =
            perMinute(
                    "limits.domain_messages",
                    120_000,
                    "Messages within a minute by all accounts of a domain together. (0: any number)");
    static final Option<Integer> LIMITS_DOMAIN_PRESENCE =
            perMinute(
                    "limits.domain_presence",
                    600_000,
                    "Changes of presence, joins of rooms included, within a minute by all accounts of a domain together. (0: any number)");
    static final Option<Integer> LIMITS_DOMAIN_JOINS =
            perMinute(
                    "limits.domain_joins",
                    600_000,
                    "Joins of rooms within a minute by all accounts of a domain together. (0: any number)");
    static final Option<Integer> LIMITS_DOMAIN_STANZAS =
            perMinute(
                    "limits.domain_stanzas",
                    1_200_000,
                    "Stanzas of all kinds within a minute by all accounts of a domain together. (0: any number)");
    static final Option<Boolean> ARCHIVE_ENABLED =
            Option.flag(
                    "archive.enabled",
                    true,
                    "A load-test aid: false stores no message. Refused unless bind is a loopback address.");
    static final Option<Boolean> SEARCH_ENABLED =
            Option.flag(
                    "search.enabled",
                    true,
                    "Looking for words in histories (XEP-0431); false takes that away and keeps no index up to date.");
    static final Option<@Nullable String> STORE_URL =
            Option.optionalText(
                    "store.url",
                    "jdbc:postgresql://localhost/stoa?user=stoa",
                    "Where everything is stored: a PostgreSQL address, or without it SQLite in the data directory.");
    static final Option<Integer> ROSTER_EVERYONE_LIMIT =
            Option.number(
                    "roster.everyone_limit",
                    500,
                    0,
                    100_000,
                    "Up to how many people a domain's whole people stand in everybody's contact list.");
    static final Option<String> ROSTER_GROUP =
            Option.text(
                    "roster.group", "People", "The group of the contact list in which they stand.");
    static final Option<StoaConfig.ChannelBinding> CHANNEL_BINDING =
            Option.choice(
                    "sasl.channel_binding",
                    StoaConfig.ChannelBinding.OFFER,
                    "Binding sign-in to the TLS channel: off, offer, require.");
    static final Option<Boolean> DOWNGRADE_PROTECTION =
            Option.flag(
                    "sasl.downgrade_protection",
                    true,
                    "SCRAM tells clients what was offered, so that they notice when somebody between has changed it (XEP-0474); false for clients that choke on it.");
    static final Option<Integer> CLIENTS_REMEMBER_DAYS =
            Option.number(
                    "clients.remember_days",
                    90,
                    0,
                    3_650,
                    "How long the clients that have signed in to an account are remembered, for its owner's list of them (XEP-0494). (0: only those that are connected or hold a token)");

    static final Option<Boolean> OAUTH_ENABLED =
            Option.flag(
                    "oauth.enabled",
                    false,
                    "Whether people may let applications use their accounts without their passwords (XEP-0493); the web must be reachable at https://DOMAIN and web.public_port.");

    private static final List<Option<?>> GENERAL =
            List.of(
                    DOMAINS,
                    BIND,
                    ADMINS,
                    CONTACT_ABUSE,
                    CONTACT_ADMIN,
                    CONTACT_FEEDBACK,
                    CONTACT_SALES,
                    CONTACT_SECURITY,
                    CONTACT_STATUS,
                    CONTACT_SUPPORT,
                    OUTAGE_ADDRESSES,
                    XMPP_PORT,
                    XMPP_TLS_PORT,
                    XMPP_S2S_PORT,
                    XMPP_REGISTRATION,
                    XMPP_INVITATIONS,
                    XMPP_ALLOW_PLAINTEXT,
                    XMPP_COMPONENT_PORT,
                    XMPP_COMPONENT_BIND,
                    XMPP_COMPONENTS,
                    WEB_PORT,
                    WEB_DEMO_PORT,
                    WEB_PUBLIC_PORT,
                    WEB_BOSH,
                    WEB_LAUNCHER_ORIGINS,
                    FILES_MAX_MB,
                    FILES_DAILY_MB,
                    FILES_KEEP_DAYS,
                    CALLS_SERVICES,
                    CALLS_SECRET,
                    PUSH_DETAILS,
                    PUSH_WEB_SERVICES,
                    TLS_CERTIFICATE,
                    TLS_KEY,
                    LIMITS_ENABLED,
                    LIMITS_ACCOUNT_MESSAGES,
                    LIMITS_ACCOUNT_PRESENCE,
                    LIMITS_ACCOUNT_JOINS,
                    LIMITS_ACCOUNT_STANZAS,
                    LIMITS_DOMAIN_MESSAGES,
                    LIMITS_DOMAIN_PRESENCE,
                    LIMITS_DOMAIN_JOINS,
                    LIMITS_DOMAIN_STANZAS,
                    ARCHIVE_ENABLED,
                    SEARCH_ENABLED,
                    STORE_URL,
                    ROSTER_EVERYONE_LIMIT,
                    ROSTER_GROUP,
                    CHANNEL_BINDING,
                    DOWNGRADE_PROTECTION,
                    CLIENTS_REMEMBER_DAYS,
                    OAUTH_ENABLED);

    static final List<Option<?>> ALL =
            Stream.concat(GENERAL.stream(), S2sOptions.ALL.stream()).toList();

    private Options() {}

    private static Option<Integer> perMinute(String key, int fallback, String doc) {
        return Option.number(key, fallback, 0, 100_000_000, doc);
    }

    private static URI webAddress(Object value) throws Option.BadValue {
        String text = Option.string(value);
        try {
            URI address = new URI(text);
            boolean web =
                    "https".equalsIgnoreCase(address.getScheme())
                            || "http".equalsIgnoreCase(address.getScheme());
            if (web && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new Option.BadValue(
                "\""
                        + text
                        + "\" is no address such as \"https://status.example.net/example.org.json\"");
    }

    private static Option<List<URI>> contact(Concern concern, String about) {
        return Option.list(
                "contact." + concern.text(),
                List.of(),
                "[]",
                value -> {
                    String text = Option.string(value);
                    try {
                        URI address = new URI(text);
                        if (address.getScheme() != null
                                && CONTACT_SCHEMES.contains(address.getScheme())) {
                            return address;
                        }
                    } catch (URISyntaxException e) {
                        // said below
                    }
                    throw new Option.BadValue(
                            "\""
                                    + text
                                    + "\" is no address such as \"mailto:xmpp@example.org\", \"xmpp:admin@example.org\" or \"https://example.org/help\"");
                },
                "Whom clients say to turn to about "
                        + about
                        + ": mailto:, xmpp: and https: addresses.");
    }
}
