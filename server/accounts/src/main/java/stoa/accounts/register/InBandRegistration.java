package stoa.accounts.register;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.provision.Provisioning;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Name;

/**
 * What somebody who has signed in does with their account, XEP-0077: sees that there is one, gives
 * it another password (section 3.3), removes it (section 3.2). Whatever {@link RegistrationPolicy}
 * holds for those who have none. Sent to the domain, or to nobody.
 */
public final class InBandRegistration implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(InBandRegistration.class);

    private static final StanzaError NOT_YOURS =
            Condition.NOT_ALLOWED.error("This is another account than the one you signed in with.");
    private static final StanzaError NOT_FOR_APPLICATIONS =
            Condition.FORBIDDEN.error("An application may not do this with an account.");
    private static final StanzaError INCOMPLETE =
            Condition.BAD_REQUEST.error("Both your user name and the new password are needed.");
    private static final StanzaError TOO_OFTEN =
            Condition.RESOURCE_CONSTRAINT.error(
                    "The password was changed often enough for now. Try again later.");

    private final Provisioning provisioning;
    private final InstantSource clock;
    private final Hourly<BareJid> passwords;

    public InBandRegistration(
            Provisioning provisioning, RegistrationLimits limits, InstantSource clock) {
        this.provisioning = provisioning;
        this.clock = clock;
        this.passwords = new Hourly<>(limits.passwordsPerAccount());
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(77, "2.5"), Xep.of(445, "0.2.0"))
                .advertises(Target.SERVER, RegisterQuery.NAMESPACE);
    }

    @Override
    public void install(Hooks hooks) {
        Name query = Name.of(RegisterQuery.NAMESPACE, "query");
        hooks.iq(Target.SERVER, query, this::handle);
        hooks.iq(Target.ACCOUNT, query, this::handle);
    }

    private CompletionStage<Iq> handle(IqRequest request) {
        Session session = request.session();
        boolean own =
                session != null
                        && session.address().domain().equals(request.domain().domain())
                        && (!(request.to() instanceof BareJid) || request.byOwner());
        if (session == null || !own) {
            return refuse(request, Condition.SERVICE_UNAVAILABLE.error());
        }
        BareJid account = session.address().account();
        if (!request.isSet()) {
            return CompletableFuture.completedFuture(
                    request.result(RegisterQuery.registered(account.local())));
        }
        if (request.byApplication()) {
            return refuse(request, NOT_FOR_APPLICATIONS);
        }
        return switch (RegisterQuery.read(request.payload())) {
            case RegisterQuery.Bad(String why) -> refuse(request, Condition.BAD_REQUEST.error(why));
            case RegisterQuery.Cancelled c -> CompletableFuture.completedFuture(request.result());
            case RegisterQuery.Remove(var username) ->
                    username == null || names(username, account)
                            ? remove(request, account)
                            : refuse(request, NOT_YOURS);
            case RegisterQuery.Fields fields -> change(request, session, account, fields);
        };
    }

    /** A localpart or, as the standard's own examples have it, a bare address. */
    private static boolean names(String username, BareJid account) {
        try {
            return username.contains("@")
                    ? BareJid.of(username).equals(account)
                    : BareJid.of(username, account.domain()).equals(account);
        } catch (InvalidJidException e) {
            return false;
        }
    }

    /** The answer comes first, and then the end of all sessions. */
    private CompletionStage<Iq> remove(IqRequest request, BareJid account) {
        CompletableFuture<Iq> answer = new CompletableFuture<>();
        provisioning
                .delete(
                        account,
                        () -> {
                            LOG.info("account_removed account={} by=itself", account);
                            answer.complete(request.result());
                        })
                .whenComplete(
                        (@Nullable Void done, @Nullable Throwable failure) -> {
                            if (failure != null) {
                                answer.completeExceptionally(failure);
                            }
                        });
        return answer;
    }

    private CompletionStage<Iq> change(
            IqRequest request, Session session, BareJid account, RegisterQuery.Fields fields) {
        String username = fields.username();
        String password = fields.password();
        if (username == null || username.isEmpty() || password == null || password.isEmpty()) {
            return refuse(request, INCOMPLETE);
        }
        if (!names(username, account)) {
            return refuse(request, NOT_YOURS);
        }
        String refusal = Provisioning.refusal(password);
        if (refusal != null) {
            return refuse(request, Condition.NOT_ACCEPTABLE.error(refusal));
        }
        if (!passwords.mayBe(account, clock.millis())) {
            return refuse(request, TOO_OFTEN);
        }
        passwords.done(account, clock.millis());
        return provisioning
                .changePassword(account, password, session)
                .thenApply(
                        changed -> {
                            LOG.info("password_changed account={} by=itself", account);
                            return request.result();
                        });
    }

    private static CompletionStage<Iq> refuse(IqRequest request, StanzaError error) {
        return CompletableFuture.completedFuture(Refusals.refuse(request.iq(), error));
    }
}
