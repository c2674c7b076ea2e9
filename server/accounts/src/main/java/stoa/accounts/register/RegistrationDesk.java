package stoa.accounts.register;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.invite.Accepted;
import stoa.accounts.invite.Invitations;
import stoa.accounts.invite.Looked;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioned;
import stoa.accounts.provision.Provisioning;
import stoa.core.session.RegistrationGate;
import stoa.store.invite.Invite;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Makes accounts over streams that nobody has signed in on, XEP-0077 section 3.1.1, for whoever the
 * {@link RegistrationPolicy} lets; with an invitation by XEP-0445. Safe on any thread; nothing
 * blocks.
 */
public final class RegistrationDesk implements RegistrationGate {
    static final String PREAUTH = "urn:xmpp:pars:0";
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationDesk.class);

    /** RFC 2142 and what else looks like the people who run the server. */
    private static final Set<String> KEPT =
            Set.of(
                    "abuse",
                    "admin",
                    "administrator",
                    "hostmaster",
                    "noc",
                    "postmaster",
                    "root",
                    "security",
                    "support",
                    "webmaster",
                    "xmpp");

    private static final List<Element> OFFERED =
            List.of(
                    Element.empty("register", "http://jabber.org/features/iq-register"),
                    Element.empty("register", "urn:xmpp:ibr-token:0"));
    private static final String CHOOSE =
            "Choose a user name and a password of at least "
                    + NewAccount.MIN_PASSWORD_LENGTH
                    + " characters.";

    private static final StanzaError INVITATION_NEEDED =
            Condition.FORBIDDEN.error("You need an invitation to make an account here.");
    private static final StanzaError NO_INVITATION =
            Condition.ITEM_NOT_FOUND.error("The provided token is invalid or expired.");
    private static final StanzaError USED =
            Condition.ITEM_NOT_FOUND.error("This invitation has been used. Ask for a new one.");
    private static final StanzaError BUSY =
            Condition.RESOURCE_CONSTRAINT.error(
                    "Somebody is using this invitation right now. Try again in a moment.");
    private static final StanzaError TAKEN =
            Condition.CONFLICT.error("This user name is taken. Choose another one.");
    private static final StanzaError MADE =
            Condition.NOT_ACCEPTABLE.error("Your account is made. Sign in with it.");
    private static final StanzaError NOT_REGISTERED =
            Condition.UNEXPECTED_REQUEST.error("Sign in first.");
    private static final StanzaError INCOMPLETE =
            Condition.NOT_ACCEPTABLE.error("Both a user name and a password are needed.");
    private static final StanzaError NO_NAME =
            Condition.NOT_ACCEPTABLE.error(
                    "A user name may have letters, digits, dots, hyphens and underscores, and no spaces.");
    private static final StanzaError KEPT_NAME =
            Condition.NOT_ACCEPTABLE.error(
                    "This user name is kept for those who run the server. Choose another one.");
    private static final StanzaError TOO_MANY_FAILURES =
            Condition.RESOURCE_CONSTRAINT.error(
                    "Too many requests from your address were refused. Try again later.");
    private static final StanzaError TOO_MANY_HERE =
            Condition.RESOURCE_CONSTRAINT.error(
                    "Enough accounts were made from your address for now. Try again later.");
    private static final StanzaError TOO_MANY =
            Condition.RESOURCE_CONSTRAINT.error(
                    "Enough accounts were made here for now. Try again later.");

    private final RegistrationPolicy policy;
    private final Provisioning provisioning;
    private final Invitations invitations;
    private final InstantSource clock;
    private final RegistrationFailures failures;
    private final Hourly<InetAddress> fromNetwork;
    private final Hourly<DomainJid> inDomain;

    public RegistrationDesk(
            RegistrationPolicy policy,
            Provisioning provisioning,
            Invitations invitations,
            RegistrationLimits limits,
            InstantSource clock) {
        this.policy = policy;
        this.provisioning = provisioning;
        this.invitations = invitations;
        this.clock = clock;
        failures = new RegistrationFailures(limits, clock);
        fromNetwork = new Hourly<>(limits.accountsPerNetwork());
        inDomain = new Hourly<>(limits.accountsPerDomain());
    }

    /** What was refused, for other ways to make an account. */
    public RegistrationFailures failures() {
        return failures;
    }

    @Override
    public List<Element> features(DomainJid domain) {
        return policy == RegistrationPolicy.CLOSED ? List.of() : OFFERED;
    }

    @Override
    public Registrant registrant(DomainJid domain, InetAddress network) {
        return policy == RegistrationPolicy.CLOSED
                ? CLOSED.registrant(domain, network)
                : new Visitor(domain, network);
    }

    /** One client before its account; its requests come one at a time. */
    private final class Visitor implements Registrant {
        private final DomainJid domain;
        private final InetAddress network;
        private volatile @Nullable Invite shown;
        private volatile boolean made;

        Visitor(DomainJid domain, InetAddress network) {
            this.domain = domain;
            this.network = network;
        }

        @Override
        public CompletionStage<Iq> ask(Iq request) {
            Element payload = request.payload();
            if (payload == null) {
                return refuse(request, Condition.BAD_REQUEST.error());
            }
            if (!failures.mayTry(network)) {
                return refuse(request, TOO_MANY_FAILURES);
            }
            if (payload.is("preauth", PREAUTH)) {
                return preauth(request, payload);
            }
            return request.type() == Iq.Type.GET ? fields(request) : set(request, payload);
        }

        /** XEP-0445 section 4. Nothing is used before there is an account. */
        private CompletionStage<Iq> preauth(Iq request, Element preauth) {
            String token = preauth.attribute("token");
            if (request.type() != Iq.Type.SET || token == null || token.isBlank()) {
                return refuse(request, Condition.BAD_REQUEST.error("Send a token in a set."));
            }
            return invitations
                    .look(token)
                    .thenCompose(
                            looked -> {
                                if (looked instanceof Looked.Open(Invite invite)
                                        && invite.grants().account()
                                        && invite.domain().equals(domain.domain())) {
                                    shown = invite;
                                    return CompletableFuture.completedFuture(request.result());
                                }
                                return failed(request, NO_INVITATION);
                            });
        }

        private CompletionStage<Iq> fields(Iq request) {
            Invite invite = shown;
            if (made) {
                return refuse(request, MADE);
            }
            if (invite == null && policy != RegistrationPolicy.OPEN) {
                return refuse(request, INVITATION_NEEDED);
            }
            String username = invite == null ? null : invite.grants().username();
            return CompletableFuture.completedFuture(
                    request.result(
                            RegisterQuery.fields(
                                    username == null ? CHOOSE : "Choose a password.", username)));
        }

        private CompletionStage<Iq> set(Iq request, Element query) {
            if (made) {
                return refuse(request, MADE);
            }
            return switch (RegisterQuery.read(query)) {
                case RegisterQuery.Bad(String why) ->
                        failed(request, Condition.BAD_REQUEST.error(why));
                case RegisterQuery.Remove r -> failed(request, NOT_REGISTERED);
                case RegisterQuery.Cancelled c ->
                        CompletableFuture.completedFuture(request.result());
                case RegisterQuery.Fields fields
                        when RegisterQuery.CHANGE.equals(fields.formType()) ->
                        failed(request, NOT_REGISTERED);
                case RegisterQuery.Fields fields -> register(request, fields);
            };
        }

        private CompletionStage<Iq> register(Iq request, RegisterQuery.Fields fields) {
            Invite invite = shown;
            if (invite == null && policy != RegistrationPolicy.OPEN) {
                return failed(request, INVITATION_NEEDED);
            }
            String username = fields.username();
            String password = fields.password();
            if (username == null || username.isEmpty() || password == null || password.isEmpty()) {
                return failed(request, INCOMPLETE);
            }
            BareJid address = NewAccount.address(username, domain.domain()).orElse(null);
            if (address == null) {
                return failed(request, NO_NAME);
            }
            NewAccount wish = new NewAccount(address, null, password, false);
            return invite == null ? open(request, wish) : invited(request, invite, wish);
        }

        private CompletionStage<Iq> invited(Iq request, Invite invite, NewAccount wish) {
            return invitations
                    .accept(invite, wish)
                    .thenCompose(
                            accepted ->
                                    switch (accepted) {
                                        case Accepted.Judged(var outcome) ->
                                                answer(request, outcome, "invitation");
                                        case Accepted.Used u -> failed(request, USED);
                                        case Accepted.Busy b -> failed(request, BUSY);
                                        case Accepted.ForAnother(String username) ->
                                                failed(request, onlyFor(username));
                                    });
        }

        private CompletionStage<Iq> open(Iq request, NewAccount wish) {
            long now = clock.millis();
            if (KEPT.contains(wish.address().local())) {
                return failed(request, KEPT_NAME);
            }
            if (!fromNetwork.mayBe(network, now)) {
                return failed(request, TOO_MANY_HERE);
            }
            if (!inDomain.mayBe(domain, now)) {
                return failed(request, TOO_MANY);
            }
            // Before the outcome, so that asking for many at the same time gains nothing.
            fromNetwork.done(network, now);
            inDomain.done(domain, now);
            return invitations
                    .isReserved(wish.address())
                    .thenCompose(
                            reserved ->
                                    reserved
                                            ? CompletableFuture.<Provisioned>completedFuture(
                                                    new Provisioned.Taken())
                                            : provisioning.register(wish, List.of()))
                    .whenComplete(
                            (outcome, failure) -> {
                                if (!(outcome instanceof Provisioned.Created)) {
                                    fromNetwork.undone(network, clock.millis());
                                    inDomain.undone(domain, clock.millis());
                                }
                            })
                    .thenCompose(outcome -> answer(request, outcome, "open"));
        }

        private CompletionStage<Iq> answer(Iq request, Provisioned outcome, String how) {
            return switch (outcome) {
                case Provisioned.Created(var account) -> {
                    made = true;
                    LOG.info("account_registered account={} how={}", account.address(), how);
                    yield CompletableFuture.completedFuture(request.result());
                }
                case Provisioned.Taken t -> failed(request, TAKEN);
                case Provisioned.Unacceptable refused ->
                        failed(request, Condition.NOT_ACCEPTABLE.error(refused.says()));
            };
        }

        private CompletionStage<Iq> failed(Iq request, StanzaError error) {
            failures.add(network);
            return refuse(request, error);
        }

        private CompletionStage<Iq> refuse(Iq request, StanzaError error) {
            return CompletableFuture.completedFuture(Refusals.refuse(request, error));
        }
    }

    private static StanzaError onlyFor(String username) {
        return Condition.NOT_ACCEPTABLE.error(
                "This invitation is for the user name " + username + " alone.");
    }
}
