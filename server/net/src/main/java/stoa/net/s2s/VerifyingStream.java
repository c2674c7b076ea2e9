package stoa.net.s2s;

import java.util.function.Consumer;
import stoa.net.s2s.dns.Target;
import stoa.xmpp.xml.Element;

/**
 * A stream of ours to the authoritative server of a domain, to ask it about one dialback key
 * (XEP-0220 section 2.1.2). Never the one that the key came on. Confined to the channel's loop.
 */
final class VerifyingStream extends OutgoingStream {
    private final String id;
    private final String key;
    private final Consumer<Verdict> verdict;

    /**
     * @param id of the stream on which the key was shown
     */
    VerifyingStream(
            S2sContext server,
            DomainPair pair,
            Target target,
            Unanswered unanswered,
            String id,
            String key,
            Consumer<Verdict> verdict) {
        super(server, pair, target, unanswered);
        this.id = id;
        this.key = key;
        this.verdict = verdict;
    }

    @Override
    String purpose() {
        return "verification";
    }

    @Override
    void features(Element features) {
        write(
                Element.prefixed("db", "verify", S2sNamespaces.DIALBACK)
                        .attribute("from", pair.local().toString())
                        .attribute("to", pair.remote().toString())
                        .attribute("id", id)
                        .text(key)
                        .build());
    }

    @Override
    void answered(Element element) {
        boolean ours =
                element.is("verify", S2sNamespaces.DIALBACK)
                        && id.equals(element.attribute("id"))
                        && pair.remote().equals(S2sContext.domain(element.attribute("from")))
                        && pair.local().equals(S2sContext.domain(element.attribute("to")));
        if (!ours || isSettled()) {
            return;
        }
        String type = element.attribute("type");
        if ("valid".equals(type) || "invalid".equals(type)) {
            settle();
            verdict.accept(type.equals("valid") ? new Verdict.Valid() : new Verdict.Invalid());
            close();
        } else {
            giveUp(new Failure(Failure.NOT_FOUND.error(), true, "verification error"));
        }
    }
}
