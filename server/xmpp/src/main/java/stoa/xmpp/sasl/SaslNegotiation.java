package stoa.xmpp.sasl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * Authentication on one connection: what is offered, and the exchanges one after the other. One
 * object lives as long as the connection, over all attempts, because what an attempt showed matters
 * to the next (see {@link #judge}). Confined to the connection's thread.
 */
public final class SaslNegotiation {
    /** Accounts noted as {@link #cannotBind}; a connection ends long before it tries so many. */
    private static final int MOST_NOTED = 16;

    private final SaslSettings settings;
    private final Set<ScramHash> hashes;
    private final String domain;
    private final ChannelBindings bindings;
    private final Supplier<String> nonces;
    private final @Nullable String discovery;
    private final Set<BareJid> cannotBind = new HashSet<>();

    /** What becomes of a client's flag 'y'. */
    enum Verdict {
        ACCEPTED,
        REFUSED,
        REFUSED_IF_ACCOUNT_BINDS
    }

    /**
     * @param hashes the hashes to offer: those of the account that the client says it will sign in
     *     to (XEP-0388 section 2.1), else those of the settings
     * @param domain the domain the client wants to sign in to
     * @param nonces unguessable printable ASCII without comma, new each time, 128 bits or more
     * @param discovery where clients learn how to get a bearer token (RFC 8414): where there is
     *     one, OAUTHBEARER is offered; null for not
     */
    public SaslNegotiation(
            SaslSettings settings,
            Set<ScramHash> hashes,
            String domain,
            ChannelBindings bindings,
            Supplier<String> nonces,
            @Nullable String discovery) {
        this.settings = settings;
        this.hashes = Set.copyOf(hashes);
        this.domain = domain;
        this.bindings = bindings;
        this.nonces = nonces;
        this.discovery = discovery;
    }

    /** What is offered for passwords and for bearer tokens, best first. */
    public List<SaslMechanism> mechanisms() {
        List<SaslMechanism> offered = new ArrayList<>();
        for (SaslMechanism m : SaslMechanism.values()) {
            if (!m.isToken() && isOffered(m)) {
                offered.add(m);
            }
        }
        return offered;
    }

    /** What is offered for tokens (XEP-0484), best first. */
    public List<SaslMechanism> tokenMechanisms() {
        List<SaslMechanism> offered = new ArrayList<>();
        for (SaslMechanism m : SaslMechanism.values()) {
            if (m.isToken() && isOffered(m)) {
                offered.add(m);
            }
        }
        return offered;
    }

    /** The types to announce by XEP-0440: none when nothing that binds is offered. */
    public List<String> channelBindingTypes() {
        return settings.binding() == ChannelBindingPolicy.OFF ? List.of() : bindings.types();
    }

    /** The hashes to offer an upgrade to (XEP-0480 section 2.1), weakest first. */
    public List<ScramHash> upgrades() {
        return settings.lacking(hashes);
    }

    /**
     * What a SCRAM exchange says of the offer, so that the client notices when somebody has changed
     * it on the way: XEP-0474 section 5.1, without the hash and base64. Null when it is not said.
     */
    @Nullable String offer() {
        if (!settings.downgradeProtection()) {
            return null;
        }
        String mechanisms = joined(mechanisms().stream().map(SaslMechanism::text));
        List<String> types = channelBindingTypes();
        return types.isEmpty() ? mechanisms : mechanisms + '\u001F' + joined(types.stream());
    }

    /** In the order of their octets: all of them are ASCII. */
    private static String joined(Stream<String> names) {
        return names.sorted().collect(Collectors.joining("\u001E"));
    }

    /** An exchange for the mechanism of that name, or null when it is not offered. */
    public @Nullable SaslExchange exchange(String mechanismName) {
        SaslMechanism m = SaslMechanism.of(mechanismName);
        if (m == null || !isOffered(m)) {
            return null;
        }
        if (m.isToken()) {
            return new HtExchange(m, domain, bindings);
        }
        return switch (m) {
            case PLAIN -> new PlainExchange(domain, settings);
            case OAUTHBEARER -> new BearerExchange(domain, Objects.requireNonNull(discovery));
            default -> new ScramExchange(m, this);
        };
    }

    private boolean isOffered(SaslMechanism m) {
        boolean binds = m.bindsChannel();
        if (settings.binding()
                == (binds ? ChannelBindingPolicy.OFF : ChannelBindingPolicy.REQUIRE)) {
            return false;
        }
        return switch (m) {
            case PLAIN -> settings.plain();
            case OAUTHBEARER -> discovery != null;
            case HT_SHA_256_EXPR -> bindings.types().contains(ChannelBindings.TLS_EXPORTER);
            case HT_SHA_256_ENDP -> bindings.types().contains(ChannelBindings.TLS_SERVER_END_POINT);
            case HT_SHA_256_NONE -> true;
            default -> hashes.contains(m.hash()) && (!binds || !bindings.types().isEmpty());
        };
    }

    /**
     * What a client's flag 'y' ("I could bind the channel, you cannot") means here, RFC 5802
     * section 6. Where nothing that binds was offered, it is the truth. Where it was, somebody
     * between may have taken it out of the offer, and the client is refused, unless it has tried to
     * bind on this very connection, with a type we do not have: then it has seen the offer. As an
     * attacker could have made that attempt for it, an account known to bind is refused even so.
     */
    Verdict judge(BareJid account) {
        if (channelBindingTypes().isEmpty()) {
            return Verdict.ACCEPTED;
        }
        return cannotBind.contains(account) ? Verdict.REFUSED_IF_ACCOUNT_BINDS : Verdict.REFUSED;
    }

    /**
     * Notes that a client which signs in to this account tried a type of binding we do not have.
     */
    void noteCannotBind(BareJid account) {
        if (cannotBind.size() < MOST_NOTED) {
            cannotBind.add(account);
        }
    }

    SaslSettings settings() {
        return settings;
    }

    String domain() {
        return domain;
    }

    ChannelBindings bindings() {
        return bindings;
    }

    String nonce() {
        return nonces.get();
    }
}
