package stoa.core.hook;

import java.util.concurrent.CompletionStage;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/**
 * Keeps part of an element that another feature stores for an account, because that part has its
 * one truth elsewhere: bookmarks in private XML, the picture in a vCard. The feature that answers
 * requests for the element asks its keeper, if there is one. Called as {@link IqHandler} is.
 */
public interface ElementKeeper {
    /** What became of an element that was to be saved. */
    sealed interface Saved {}

    /** The keeper's part is durable; the feature stores the rest. */
    record Rest(Element element) implements Saved {}

    /** The keeper refuses its part: nothing is stored. */
    record Refused(Iq answer) implements Saved {}

    /**
     * The whole element.
     *
     * @param stored what the feature itself has of it
     */
    CompletionStage<Element> read(IqRequest request, Element stored);

    /** Takes the keeper's part of an element that the account's owner saves. */
    CompletionStage<Saved> save(IqRequest request, Element element);
}
