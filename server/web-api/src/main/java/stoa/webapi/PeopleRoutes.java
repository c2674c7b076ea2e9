package stoa.webapi;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioned;
import stoa.accounts.provision.Provisioning;
import stoa.store.account.Account;
import stoa.store.invite.Invite;
import stoa.xmpp.jid.BareJid;

/** First start, people and invitations: the calls by which accounts come to be. */
public final class PeopleRoutes {
    private static final int MAX_INVITE_HOURS = 24 * 365;
    private static final int MAX_INVITE_USES = 10_000;

    private final String defaultDomain;
    private final FirstStart firstStart;
    private final Invitations invitations;
    private final Provisioning provisioning;
    private final Administrators administrators;
    private final ApiTokens tokens;

    /**
     * The calls.
     *
     * @param defaultDomain the domain whose first administrator the first start makes
     */
    public PeopleRoutes(
            String defaultDomain,
            FirstStart firstStart,
            Invitations invitations,
            Provisioning provisioning,
            Administrators administrators,
            ApiTokens tokens) {
        this.defaultDomain = defaultDomain;
        this.firstStart = firstStart;
        this.invitations = invitations;
        this.provisioning = provisioning;
        this.administrators = administrators;
        this.tokens = tokens;
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
        int uses = Call.number(body, "uses", 1, 1, MAX_INVITE_USES);
        int hours = Call.number(body, "hours", 168, 1, MAX_INVITE_HOURS);
        String origin = call.origin();
        call.answer(
                201,
                administrators
                        .required(call, tokens)
                        .thenCompose(
                                admin -> invitations.make(admin, uses, Duration.ofHours(hours)))
                        .thenApply(
                                made ->
                                        new JsonObject()
                                                .put("token", made.token())
                                                .put("url", origin + "/invite#" + made.token())
                                                .put("expires", made.expires().toString())));
    }

    private void checkInvite(Call call) {
        String token = Call.text(call.body(), "token");
        call.answer(200, invitations.check(token).thenCompose(this::describe));
    }

    private CompletionStage<JsonObject> describe(Invite invite) {
        JsonObject answer = new JsonObject().put("domain", invite.domain());
        BareJid inviter = invite.inviter();
        return inviter == null
                ? CompletableFuture.completedFuture(answer)
                : administrators.nameOf(inviter).thenApply(name -> answer.put("invitedBy", name));
    }

    private void acceptInvite(Call call) {
        JsonObject body = call.body();
        String token = Call.text(body, "token");
        call.answer(
                201,
                invitations
                        .check(token)
                        .thenCompose(
                                invite ->
                                        invitations.accept(
                                                invite, wish(body, invite.domain(), false)))
                        .thenApply(PeopleRoutes::created)
                        .thenApply(PeopleRoutes::addressOf));
    }

    private static NewAccount wish(JsonObject body, String domain, boolean admin) {
        String username = Call.text(body, "username");
        BareJid address =
                NewAccount.address(username, domain)
                        .orElseThrow(() -> new ProblemException(Problem.USERNAME_INVALID));
        return new NewAccount(
                address, Call.optionalText(body, "name"), Call.text(body, "password"), admin);
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
