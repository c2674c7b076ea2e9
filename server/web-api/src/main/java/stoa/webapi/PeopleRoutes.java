package stoa.webapi;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.accounts.invite.Accepted;
import stoa.accounts.invite.Invitations;
import stoa.accounts.invite.InviteAddresses;
import stoa.accounts.invite.Looked;
import stoa.accounts.invite.Wish;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioned;
import stoa.accounts.provision.Provisioning;
import stoa.accounts.register.RegistrationFailures;
import stoa.store.account.Account;
import stoa.store.invite.Invite;
import stoa.xmpp.jid.BareJid;

/** First start, people and invitations: the calls by which accounts come to be. */
public final class PeopleRoutes {
    private static final int MAX_INVITE_HOURS = Math.toIntExact(Wish.LONGEST.toHours());
    private static final int USUAL_INVITE_HOURS = Math.toIntExact(Wish.USUAL.toHours());

    private final String defaultDomain;
    private final FirstStart firstStart;
    private final Invitations invitations;
    private final InviteAddresses addresses;
    private final Provisioning provisioning;
    private final AdministratorCalls administrators;
    private final ApiTokens tokens;
    private final RegistrationFailures failures;

    /**
     * The calls.
     *
     * @param defaultDomain the domain whose first administrator the first start makes
     */
    public PeopleRoutes(
            String defaultDomain,
            FirstStart firstStart,
            Invitations invitations,
            InviteAddresses addresses,
            Provisioning provisioning,
            AdministratorCalls administrators,
            ApiTokens tokens,
            RegistrationFailures failures) {
        this.defaultDomain = defaultDomain;
        this.firstStart = firstStart;
        this.invitations = invitations;
        this.addresses = addresses;
        this.provisioning = provisioning;
        this.administrators = administrators;
        this.tokens = tokens;
        this.failures = failures;
    }

    void mount(Router router) {
        Routes.post(router, "/api/v1/setup/check", this::checkSetup);
        Routes.post(router, "/api/v1/setup/claim", this::claimSetup);
        Routes.post(router, "/api/v1/people", this::addPerson);
        Routes.post(router, "/api/v1/invites", this::makeInvite);
        Routes.post(router, "/api/v1/invites/check", this::checkInvite);
        Routes.post(router, "/api/v1/invites/accept", this::acceptInvite);
    }

    private void checkSetup(Call call) {
        String token = Call.text(call.body(), "token");
        call.answer(
                200,
                firstStart
                        .isOpen(token)
                        .thenApply(
                                open -> {
                                    if (!open) {
                                        throw new ProblemException(Problem.SETUP_USED);
                                    }
                                    return new JsonObject().put("domain", defaultDomain);
                                }));
    }

    private void claimSetup(Call call) {
        JsonObject body = call.body();
        String token = Call.text(body, "token");
        NewAccount wish = wish(body, defaultDomain, true);
        call.answer(
                201,
                firstStart
                        .claim(token, wish)
                        .thenApply(PeopleRoutes::created)
                        .thenApply(
                                account ->
                                        new JsonObject()
                                                .put("address", account.address().toString())
                                                .put(
                                                        "session",
                                                        tokens.issue(account.address()).token())));
    }

    private void addPerson(Call call) {
        JsonObject body = call.body();
        call.answer(
                201,
                administrators
                        .required(call, tokens)
                        .thenCompose(
                                admin -> provisioning.create(wish(body, admin.domain(), false)))
                        .thenApply(PeopleRoutes::created)
                        .thenApply(PeopleRoutes::addressOf));
    }

    private void makeInvite(Call call) {
        JsonObject body = call.body();
        int uses = Call.number(body, "uses", 1, 1, Wish.MOST_USES);
        int hours = Call.number(body, "hours", USUAL_INVITE_HOURS, 1, MAX_INVITE_HOURS);
        String origin = call.origin();
        call.answer(
                201,
                administrators
                        .required(call, tokens)
                        .thenCompose(
                                admin ->
                                        invitations.make(
                                                new Wish(
                                                        admin.domain(),
                                                        admin,
                                                        Invite.Grants.ACCOUNT,
                                                        uses,
                                                        Duration.ofHours(hours))))
                        .thenApply(
                                made ->
                                        new JsonObject()
                                                .put("token", made.token())
                                                .put("url", origin + "/invite#" + made.token())
                                                .put(
                                                        "expires",
                                                        made.invite().expiresAt().toString())));
    }

    private void checkInvite(Call call) {
        String token = Call.text(call.body(), "token");
        call.answer(200, open(token).thenCompose(invite -> describe(invite, token)));
    }

    /** The invitation to an account, or a problem when it is used up or too old. */
    private CompletionStage<Invite> open(String token) {
        return invitations
                .look(token)
                .thenApply(
                        looked ->
                                switch (looked) {
                                    case Looked.Open(Invite invite)
                                            when invite.grants().account() ->
                                            invite;
                                    case Looked.Open o ->
                                            throw new ProblemException(Problem.INVITE_FOR_CONTACTS);
                                    case Looked.Used u ->
                                            throw new ProblemException(Problem.INVITE_USED);
                                    case Looked.Expired e ->
                                            throw new ProblemException(Problem.INVITE_EXPIRED);
                                });
    }

    private CompletionStage<JsonObject> describe(Invite invite, String token) {
        JsonObject answer = new JsonObject().put("domain", invite.domain());
        if (addresses.makesAccountsInApps()) {
            answer.put("uri", addresses.uri(invite, token));
        }
        if (invite.grants().username() != null) {
            answer.put("username", invite.grants().username());
        }
        BareJid inviter = invite.inviter();
        return inviter == null
                ? CompletableFuture.completedFuture(answer)
                : administrators.nameOf(inviter).thenApply(name -> answer.put("invitedBy", name));
    }

    /** What is refused counts, so that nobody tries out which user names there are. */
    private void acceptInvite(Call call) {
        InetAddress network = call.network();
        if (!failures.mayTry(network)) {
            throw new ProblemException(Problem.tooMany(failures.wait(network)));
        }
        failures.add(network); // before the outcome, so that asking for many at once gains nothing
        JsonObject body = call.body();
        String token = Call.text(body, "token");
        call.answer(
                201,
                open(token)
                        .thenCompose(
                                invite ->
                                        invitations.accept(
                                                invite, wish(body, invite.domain(), false)))
                        .thenApply(PeopleRoutes::accepted)
                        .thenApply(PeopleRoutes::created)
                        .thenApply(PeopleRoutes::addressOf)
                        .whenComplete(
                                (made, failure) -> {
                                    if (!isRefusal(failure)) {
                                        failures.takeBack(network);
                                    }
                                }));
    }

    /** Whether it is the caller's doing that nothing came of it. */
    private static boolean isRefusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ProblemException refused && refused.problem().status() < 500;
    }

    private static NewAccount wish(JsonObject body, String domain, boolean admin) {
        String username = Call.text(body, "username");
        BareJid address =
                NewAccount.address(username, domain)
                        .orElseThrow(() -> new ProblemException(Problem.USERNAME_INVALID));
        return new NewAccount(
                address, Call.optionalText(body, "name"), Call.text(body, "password"), admin);
    }

    private static Provisioned accepted(Accepted accepted) {
        return switch (accepted) {
            case Accepted.Judged(var outcome) -> outcome;
            case Accepted.Used u -> throw new ProblemException(Problem.INVITE_USED);
            case Accepted.Busy b -> throw new ProblemException(Problem.INVITE_BUSY);
            case Accepted.ForAnother(String username) ->
                    throw new ProblemException(Problem.inviteFor(username));
        };
    }

    private static Account created(Provisioned outcome) {
        return switch (outcome) {
            case Provisioned.Created made -> made.account();
            case Provisioned.Taken taken -> throw new ProblemException(Problem.USERNAME_TAKEN);
            case Provisioned.Unacceptable refused ->
                    throw new ProblemException(
                            new Problem(
                                    422,
                                    refused.field().name().toLowerCase(Locale.ROOT)
                                            + "-unacceptable",
                                    refused.says()));
        };
    }

    private static JsonObject addressOf(Account account) {
        return new JsonObject().put("address", account.address().toString());
    }
}
