package stoa.core.hook;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.core.session.Session;
import stoa.xmpp.xml.Element;

/**
 * A feature that can be asked for while binding (XEP-0386 section 4). Called on the session's event
 * loop after the resource was bound and before the client is told, so that it is in effect when the
 * client hears {@code <bound/>}. When it throws or the stage fails, the client is told nothing of
 * this feature and goes on.
 */
@FunctionalInterface
public interface Bind2Handler {
    /**
     * Puts the feature into effect for a session that was just bound.
     *
     * @param request the element inside {@code <bind/>}
     * @return what to add to {@code <bound/>}, if anything
     */
    CompletionStage<Optional<Element>> bound(Session session, Element request);
}
