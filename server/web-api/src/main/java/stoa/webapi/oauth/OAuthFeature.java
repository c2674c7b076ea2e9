package stoa.webapi.oauth;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.accounts.register.Hourly;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.seal.Seal;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * The owner of an account allows an application, from a session of their own: an IQ set of {@code
 * <allow xmlns='urn:stoa:oauth:0'>QUERY</allow>} to one's own account, with the query of the
 * authorization request as the browser was given it. The answer holds the address to go to. No
 * cookie and no page of anybody's can do so: only who has signed in, and no application (XEP-0493)
 * can let in another.
 *
 * <p>To others' accounts {@code forbidden}, to what is no request {@code bad-request}, too often
 * within an hour {@code resource-constraint}.
 */
final class OAuthFeature implements Feature {
    static final String NS = "urn:stoa:oauth:0";

    private final Seal seal;
    private final Issuers issuers;
    private final Codes codes;
    private final InstantSource clock;
    private final Hourly<BareJid> consents;

    OAuthFeature(Seal seal, Issuers issuers, Codes codes, OAuthLimits limits, InstantSource clock) {
        this.seal = seal;
        this.issuers = issuers;
        this.codes = codes;
        this.clock = clock;
        this.consents = new Hourly<>(limits.consents());
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of().advertises(Target.ACCOUNT, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.ACCOUNT, Name.of(NS, "allow"), this::allow);
    }

    CompletionStage<Iq> allow(IqRequest request) {
        return CompletableFuture.completedFuture(answer(request));
    }

    private Iq answer(IqRequest request) {
        if (!request.byOwner() || request.byApplication()) {
            return request.refuse(Condition.FORBIDDEN);
        }
        BareJid account = request.account();
        String issuer = issuers.of(account.domain());
        if (!request.isSet()
                || !(AuthorizationRequest.of(
                                Parameters.of(request.payload().text().strip()), seal, issuer)
                        instanceof AuthorizationRequest.Good good)) {
            return request.refuse(Condition.BAD_REQUEST);
        }
        if (!consents.mayBe(account, clock.millis())) {
            return request.refuse(
                    Condition.RESOURCE_CONSTRAINT.error(
                            "Applications were allowed often enough for now. Try again later."));
        }
        consents.done(account, clock.millis());
        String code = codes.issue(account, good.request());
        return request.result(Element.text("allow", NS, good.request().allowed(code, issuer)));
    }
}
