package stoa.net.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Application;
import stoa.core.session.Scope;
import stoa.net.login.Clients.Connected;
import stoa.net.login.UserAgent;
import stoa.store.account.FastToken;
import stoa.store.account.KnownClient;
import stoa.xmpp.jid.BareJid;

/**
 * Which clients have access to an account, put together from those that are connected, those that
 * are remembered and those that hold tokens. A session that has not named its client is a client of
 * its own.
 */
final class AccessList {
    private static final int REFERENCE_BYTES = 12;

    private static final Comparator<Client> ORDER =
            Comparator.comparing((Client one) -> !one.isConnected())
                    .thenComparing(Client::lastSeen, Comparator.reverseOrder())
                    .thenComparing(Client::reference);

    /**
     * A client with access.
     *
     * @param reference what it is called in the protocol; tells nothing else
     * @param agentId the id of the SASL2 user agent, or null
     * @param device its name, or the resource of a session that has none
     */
    record Client(
            String reference,
            @Nullable String agentId,
            @Nullable String software,
            @Nullable String device,
            Instant firstSeen,
            Instant lastSeen,
            boolean knowsPassword,
            boolean hasToken,
            List<Connected> sessions) {
        /** Whether it is here by a grant of the owner's (XEP-0493). */
        boolean isApplication() {
            return agentId != null && Application.isClientId(agentId);
        }

        /** What it may as an application; null when it is none. */
        @Nullable Scope scope() {
            return agentId == null ? null : Application.scopeOf(agentId);
        }

        boolean isConnected() {
            return !sessions.isEmpty();
        }
    }

    private final BareJid account;
    private final byte[] secret;
    private final Instant now;
    private final List<Client> clients = new ArrayList<>();

    /**
     * @param secret makes the references
     */
    AccessList(
            BareJid account,
            byte[] secret,
            Instant now,
            Collection<Connected> connected,
            List<KnownClient> known,
            Map<String, List<FastToken>> tokens) {
        this.account = account;
        this.secret = secret.clone();
        this.now = now;
        Map<String, List<Connected>> sessions = new HashMap<>();
        for (Connected session : connected) {
            UserAgent agent = session.signedIn().agent();
            if (agent == null) {
                clients.add(nameless(session));
            } else {
                sessions.computeIfAbsent(agent.id(), id -> new ArrayList<>()).add(session);
            }
        }
        Map<String, KnownClient> remembered = new HashMap<>();
        known.forEach(one -> remembered.put(one.id(), one));
        List<String> ids = new ArrayList<>(remembered.keySet());
        ids.addAll(tokens.keySet());
        ids.addAll(sessions.keySet());
        for (String id : ids.stream().distinct().toList()) {
            Client client =
                    named(
                            id,
                            sessions.getOrDefault(id, List.of()),
                            remembered.get(id),
                            tokens.getOrDefault(id, List.of()));
            // A grant that has run out is no access any more, though it is remembered.
            if (!client.isApplication() || client.hasToken() || client.isConnected()) {
                clients.add(client);
            }
        }
        clients.sort(ORDER);
    }

    /** Those that are connected come first, then whoever was seen last. */
    List<Client> all() {
        return List.copyOf(clients);
    }

    Optional<Client> find(String reference) {
        return clients.stream().filter(one -> one.reference().equals(reference)).findFirst();
    }

    private Client nameless(Connected session) {
        return new Client(
                reference("session " + session.number()),
                null,
                null,
                session.address().resource(),
                session.signedIn().at(),
                now,
                session.signedIn().byPassword(),
                false,
                List.of(session));
    }

    private Client named(
            String id,
            List<Connected> sessions,
            @Nullable KnownClient known,
            List<FastToken> tokens) {
        UserAgent agent = sessions.isEmpty() ? null : sessions.getFirst().signedIn().agent();
        Instant first = known == null ? null : known.firstSeen();
        Instant last = known == null ? null : known.lastSeen();
        for (FastToken token : tokens) {
            Instant used = token.lastUsed() == null ? token.issuedAt() : token.lastUsed();
            first = first == null || token.issuedAt().isBefore(first) ? token.issuedAt() : first;
            last = last == null || used.isAfter(last) ? used : last;
        }
        // Without memory of it (none is kept, or a new password has ended it) the session itself is
        // all there is to go by.
        boolean password =
                known == null
                        ? tokens.isEmpty()
                                && sessions.stream().anyMatch(one -> one.signedIn().byPassword())
                        : known.knowsPassword();
        // What it is called belongs to a grant, and is there whatever is remembered.
        Application application = Application.of(id);
        return new Client(
                reference("agent " + id),
                id,
                application != null
                        ? application.name()
                        : agent == null || agent.software() == null
                                ? known == null ? null : known.software()
                                : agent.software(),
                agent == null || agent.device() == null
                        ? known == null ? null : known.device()
                        : agent.device(),
                first == null ? since(sessions) : first,
                sessions.isEmpty() && last != null ? last : now,
                password,
                !tokens.isEmpty(),
                sessions);
    }

    private Instant since(List<Connected> sessions) {
        return sessions.stream()
                .map(one -> one.signedIn().at())
                .min(Comparator.naturalOrder())
                .orElse(now);
    }

    /** The id of a user agent names it to the server, so nobody is shown it. */
    private String reference(String of) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((byte) 'C');
            mac.update(account.toString().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            byte[] hash = mac.doFinal(of.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(hash, REFERENCE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
