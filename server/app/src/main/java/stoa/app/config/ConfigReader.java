package stoa.app.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stoa.accounts.rate.SendingLimits;
import stoa.features.contact.ContactAddresses.Concern;
import stoa.xmpp.jid.DomainJid;

/**
 * Turns what was said into a {@link StoaConfig}, or lists everything that is wrong with it at once.
 */
public final class ConfigReader {
    private final RawConfig raw;
    private final List<Problem> problems;
    private final Map<String, RawConfig.Said> byKey = new LinkedHashMap<>();
    private final Map<String, Map<String, RawConfig.Said>> perDomainTls = new TreeMap<>();

    private ConfigReader(RawConfig raw) {
        this.raw = raw;
        this.problems = raw.problems();
    }

    /**
     * Reads the file, then lets {@code --set} override it.
     *
     * @param file the configuration file, or null when there is none
     * @param demo whether {@code --demo} was given; it changes the default of {@code bind}
     */
    public static StoaConfig read(@Nullable Path file, List<String> sets, boolean demo)
            throws ConfigException {
        return new ConfigReader(RawConfig.read(file, sets)).build(demo);
    }

    private StoaConfig build(boolean demo) throws ConfigException {
        sortKeys();
        String bind = value(Options.BIND);
        String address = bind == null ? (demo ? "127.0.0.1" : "0.0.0.0") : bind;
        checkAddress(address);
        StoaConfig config =
                new StoaConfig(
                        value(Options.DOMAINS),
                        address,
                        value(Options.ADMINS),
                        contacts(),
                        value(Options.OUTAGE_ADDRESSES),
                        new StoaConfig.Xmpp(
                                value(Options.XMPP_PORT),
                                value(Options.XMPP_TLS_PORT),
                                value(Options.XMPP_REGISTRATION),
                                value(Options.XMPP_INVITATIONS),
                                onLoopbackOnly(Options.XMPP_ALLOW_PLAINTEXT, true, address)),
                        new StoaConfig.Components(
                                value(Options.XMPP_COMPONENT_PORT),
                                value(Options.XMPP_COMPONENT_BIND),
                                value(Options.XMPP_COMPONENTS)),
                        new StoaConfig.Web(
                                value(Options.WEB_PORT),
                                value(Options.WEB_DEMO_PORT),
                                value(Options.WEB_PUBLIC_PORT),
                                value(Options.WEB_BOSH),
                                Set.copyOf(value(Options.WEB_LAUNCHER_ORIGINS))),
                        new StoaConfig.Files(
                                value(Options.FILES_MAX_MB),
                                value(Options.FILES_DAILY_MB),
                                value(Options.FILES_KEEP_DAYS)),
                        new StoaConfig.Calls(
                                value(Options.CALLS_SERVICES), value(Options.CALLS_SECRET)),
                        new StoaConfig.Push(
                                value(Options.PUSH_DETAILS), value(Options.PUSH_WEB_SERVICES)),
                        tls(),
                        limits(),
                        onLoopbackOnly(Options.ARCHIVE_ENABLED, false, address),
                        value(Options.SEARCH_ENABLED),
                        s2s(address),
                        storeUrl(),
                        new StoaConfig.Roster(
                                value(Options.ROSTER_EVERYONE_LIMIT), value(Options.ROSTER_GROUP)),
                        new StoaConfig.SignIn(
                                value(Options.CHANNEL_BINDING),
                                value(Options.DOWNGRADE_PROTECTION),
                                Duration.ofDays(value(Options.CLIENTS_REMEMBER_DAYS)),
                                value(Options.OAUTH_ENABLED)));
        checkDomains(config.domains().stream().map(DomainJid::toString).toList());
        checkComponents(config);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private StoaConfig.Limits limits() {
        boolean enabled = value(Options.LIMITS_ENABLED);
        SendingLimits sending =
                new SendingLimits(
                        new SendingLimits.Limits(
                                value(Options.LIMITS_ACCOUNT_MESSAGES),
                                value(Options.LIMITS_ACCOUNT_PRESENCE),
                                value(Options.LIMITS_ACCOUNT_JOINS),
                                value(Options.LIMITS_ACCOUNT_STANZAS)),
                        new SendingLimits.Limits(
                                value(Options.LIMITS_DOMAIN_MESSAGES),
                                value(Options.LIMITS_DOMAIN_PRESENCE),
                                value(Options.LIMITS_DOMAIN_JOINS),
                                value(Options.LIMITS_DOMAIN_STANZAS)));
        return new StoaConfig.Limits(enabled, enabled ? sending : SendingLimits.NONE);
    }

    private Map<Concern, List<URI>> contacts() {
        Map<Concern, List<URI>> contacts = new EnumMap<>(Concern.class);
        contacts.put(Concern.ABUSE, value(Options.CONTACT_ABUSE));
        contacts.put(Concern.ADMIN, value(Options.CONTACT_ADMIN));
        contacts.put(Concern.FEEDBACK, value(Options.CONTACT_FEEDBACK));
        contacts.put(Concern.SALES, value(Options.CONTACT_SALES));
        contacts.put(Concern.SECURITY, value(Options.CONTACT_SECURITY));
        contacts.put(Concern.STATUS, value(Options.CONTACT_STATUS));
        contacts.put(Concern.SUPPORT, value(Options.CONTACT_SUPPORT));
        return contacts;
    }

    private StoaConfig.S2s s2s(String address) {
        String bind = value(S2sOptions.BIND);
        String trust = value(S2sOptions.TRUST);
        boolean older = byKey.containsKey(Options.XMPP_S2S_PORT.key());
        if (bind != null && resolve(bind) == null) {
            problem(S2sOptions.BIND, "expected an IP address of this machine");
        }
        int olderPort = value(Options.XMPP_S2S_PORT);
        int port = value(S2sOptions.PORT);
        if (older && byKey.containsKey(S2sOptions.PORT.key()) && olderPort != port) {
            problem(
                    Options.XMPP_S2S_PORT,
                    "is the older name of s2s.port, which is set to something else");
        }
        int retryFirst = value(S2sOptions.RETRY_FIRST_SECONDS);
        int retryLongest = value(S2sOptions.RETRY_LONGEST_SECONDS);
        if (retryFirst > retryLongest) {
            problem(S2sOptions.RETRY_FIRST_SECONDS, "is more than s2s.retry_longest_seconds");
        }
        return new StoaConfig.S2s(
                value(S2sOptions.ENABLED),
                older ? olderPort : port,
                value(S2sOptions.DIRECT_TLS_PORT),
                bind == null ? address : bind,
                value(S2sOptions.DOMAINS),
                value(S2sOptions.ALLOW),
                value(S2sOptions.DENY),
                value(S2sOptions.AUTH),
                value(S2sOptions.DNS_SERVERS),
                trust == null ? null : Path.of(trust),
                value(S2sOptions.QUEUE_STANZAS),
                value(S2sOptions.QUEUE_KB),
                value(S2sOptions.QUEUE_TOTAL_KB),
                value(S2sOptions.CONNECT_SECONDS),
                value(S2sOptions.PATIENCE_SECONDS),
                retryFirst,
                retryLongest);
    }

    private void checkDomains(List<String> domains) {
        if (domains.isEmpty()) {
            problem(Options.DOMAINS, "at least one domain is needed");
        }
        for (int i = 0; i < domains.size(); i++) {
            for (String before : domains.subList(0, i)) {
                if (domains.get(i).equals(before)) {
                    problem(Options.DOMAINS, before + " is named twice");
                } else if (ServiceAddresses.clash(domains.get(i), before)) {
                    problem(
                            Options.DOMAINS,
                            domains.get(i)
                                    + " and "
                                    + before
                                    + " cannot both be served: one is where the other has a service");
                }
            }
        }
    }

    private void checkComponents(StoaConfig config) {
        if (resolve(config.components().bind()) == null) {
            problem(Options.XMPP_COMPONENT_BIND, "expected an IP address of this machine");
        }
        List<String> taken = new ArrayList<>();
        for (DomainJid domain : config.domains()) {
            taken.add(domain.domain());
            taken.addAll(ServiceAddresses.of(domain.domain()));
        }
        for (ComponentSecret component : config.components().all()) {
            String address = component.address().domain();
            int dot = address.indexOf('.');
            boolean below =
                    dot > 0
                            && config.domains().stream()
                                    .anyMatch(d -> d.domain().equals(address.substring(dot + 1)));
            if (!below) {
                problem(
                        Options.XMPP_COMPONENTS,
                        address
                                + " does not lie below a domain of this server, as bridge."
                                + config.domains().getFirst()
                                + " does");
            } else if (taken.contains(address)) {
                problem(Options.XMPP_COMPONENTS, address + " is taken");
            }
            taken.add(address);
        }
    }

    private void sortKeys() {
        raw.values()
                .forEach(
                        (path, said) -> {
                            String key = String.join(".", path);
                            if (path.size() == 4 && key.startsWith("tls.domain.")) {
                                perDomainTls
                                        .computeIfAbsent(path.get(2), d -> new TreeMap<>())
                                        .put(path.get(3), said);
                            } else if (Options.ALL.stream()
                                    .anyMatch(option -> option.key().equals(key))) {
                                byKey.put(key, said);
                            } else {
                                problems.add(
                                        new Problem(
                                                said.where(),
                                                key,
                                                "there is no such key" + didYouMean(key)));
                            }
                        });
    }

    private static String didYouMean(String key) {
        return Options.ALL.stream()
                .map(Option::key)
                .filter(known -> distance(known, key) <= 3)
                .findFirst()
                .map(known -> "; did you mean " + known + "?")
                .orElse("");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + same);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    private <T extends @Nullable Object> T value(Option<T> option) {
        RawConfig.Said said = byKey.get(option.key());
        if (said == null) {
            return option.fallback();
        }
        try {
            return option.reader().read(said.value());
        } catch (Option.BadValue e) {
            problems.add(new Problem(said.where(), option.key(), String.valueOf(e.getMessage())));
            return option.fallback();
        }
    }

    private void problem(Option<?> option, String says) {
        RawConfig.Said said = byKey.get(option.key());
        problems.add(new Problem(said == null ? "default" : said.where(), option.key(), says));
    }

    /** A test aid: its dangerous value is only allowed where nobody else can connect. */
    private boolean onLoopbackOnly(Option<Boolean> option, boolean dangerous, String address) {
        boolean chosen = value(option);
        if (chosen == dangerous && !isLoopback(address)) {
            problem(option, "allowed only with bind on a loopback address, and bind is " + address);
        }
        return chosen;
    }

    private void checkAddress(String address) {
        if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*") || resolve(address) == null) {
            problem(Options.BIND, "expected an IP address of this machine");
        }
    }

    private static boolean isLoopback(String address) {
        InetAddress resolved = resolve(address);
        return resolved != null && resolved.isLoopbackAddress();
    }

    private static @Nullable InetAddress resolve(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private @Nullable String storeUrl() {
        String url = value(Options.STORE_URL);
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            problem(Options.STORE_URL, "expected an address that starts with jdbc:postgresql:");
        }
        return url;
    }

    private StoaConfig.Tls tls() {
        StoaConfig.CertificateFiles general = null;
        String certificate = value(Options.TLS_CERTIFICATE);
        String key = value(Options.TLS_KEY);
        if (certificate != null && key != null) {
            general = new StoaConfig.CertificateFiles(Path.of(certificate), Path.of(key));
        } else if (certificate != null || key != null) {
            problem(
                    certificate != null ? Options.TLS_CERTIFICATE : Options.TLS_KEY,
                    "tls.certificate and tls.key go together; one is missing");
        }
        Map<String, StoaConfig.CertificateFiles> perDomain = new TreeMap<>();
        perDomainTls.forEach((domain, said) -> addPerDomain(domain, said, perDomain));
        return new StoaConfig.Tls(general, perDomain);
    }

    private void addPerDomain(
            String domain,
            Map<String, RawConfig.Said> said,
            Map<String, StoaConfig.CertificateFiles> into) {
        List<String> wrong = new ArrayList<>(said.keySet());
        wrong.removeAll(List.of("certificate", "key"));
        RawConfig.Said certificate = said.get("certificate");
        RawConfig.Said key = said.get("key");
        String name = "tls.domain.\"" + domain + "\"";
        String where = said.values().iterator().next().where();
        if (!wrong.isEmpty()) {
            problems.add(new Problem(where, name, "has no such key: " + String.join(", ", wrong)));
        } else if (certificate == null || key == null) {
            problems.add(new Problem(where, name, "needs both certificate and key"));
        } else if (certificate.value() instanceof String c && key.value() instanceof String k) {
            into.put(domain, new StoaConfig.CertificateFiles(Path.of(c), Path.of(k)));
        } else {
            problems.add(new Problem(where, name, "expected texts: the paths of two PEM files"));
        }
    }
}
