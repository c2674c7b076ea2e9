package stoa.webapi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.accounts.people.Administrators;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * Gives a signed-in administrator a bearer token for the HTTP calls, by an IQ get of {@code <token
 * xmlns='urn:stoa:api:0'/>} to the domain: the XMPP session is the one sign-in there is. Others are
 * told {@code forbidden}.
 */
public final class ApiTokenFeature implements Feature {
    private static final String NS = "urn:stoa:api:0";

    private final Administrators administrators;
    private final ApiTokens tokens;

    public ApiTokenFeature(Administrators administrators, ApiTokens tokens) {
        this.administrators = administrators;
        this.tokens = tokens;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of().advertises(Target.SERVER, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.SERVER, Name.of(NS, "token"), this::answer);
    }

    private CompletionStage<Iq> answer(IqRequest request) {
        if (request.byApplication()) { // its token would do more than it may (XEP-0493)
            return CompletableFuture.completedFuture(request.refuse(Condition.FORBIDDEN));
        }
        if (request.isSet()
                || !(request.from().bare() instanceof BareJid asker)
                || !asker.domain().equals(request.domain().domain())) {
            return CompletableFuture.completedFuture(
                    request.refuse(request.isSet() ? Condition.NOT_ALLOWED : Condition.FORBIDDEN));
        }
        return administrators
                .administersItsDomain(asker)
                .thenApply(
                        may -> {
                            if (!may) {
                                return request.refuse(Condition.FORBIDDEN);
                            }
                            ApiTokens.Issued issued = tokens.issue(asker);
                            return request.result(
                                    Element.of("token", NS)
                                            .attribute("expires", issued.expires().toString())
                                            .text(issued.token())
                                            .build());
                        });
    }
}
