package stoa.pubsub.node;

import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** The refusals of XEP-0060, each with its own condition where the standard names one. */
public final class Errors {
    public static final StanzaError NO_NODE =
            Condition.ITEM_NOT_FOUND.error("There is no such node.");
    public static final StanzaError NO_ITEM =
            Condition.ITEM_NOT_FOUND.error("There is no such item.");
    public static final StanzaError NODE_REQUIRED =
            of(Condition.BAD_REQUEST, "nodeid-required", "The node is not named.");
    public static final StanzaError ITEM_REQUIRED =
            of(Condition.BAD_REQUEST, "item-required", "The item is missing, or its id.");
    public static final StanzaError ITEM_FORBIDDEN =
            of(Condition.BAD_REQUEST, "item-forbidden", "This node takes no items.");
    public static final StanzaError PAYLOAD_REQUIRED =
            of(Condition.BAD_REQUEST, "payload-required", "The item is empty.");
    public static final StanzaError INVALID_PAYLOAD =
            of(Condition.BAD_REQUEST, "invalid-payload", "An item has one child element.");
    public static final StanzaError PAYLOAD_TOO_BIG =
            of(Condition.NOT_ACCEPTABLE, "payload-too-big", "The item is too big.");
    public static final StanzaError MAX_ITEMS_EXCEEDED =
            of(Condition.NOT_ALLOWED, "max-items-exceeded", "One item is published at a time.");
    public static final StanzaError MAX_NODES_EXCEEDED =
            of(Condition.POLICY_VIOLATION, "max-nodes-exceeded", "There are too many nodes.");
    public static final StanzaError UNSUPPORTED_ACCESS_MODEL =
            of(
                    Condition.NOT_ACCEPTABLE,
                    "unsupported-access-model",
                    "Nodes here cannot be configured so.");
    public static final StanzaError INVALID_OPTIONS =
            of(Condition.BAD_REQUEST, "invalid-options", "An option has a value it may not have.");
    public static final StanzaError IMPOSSIBLE_HIERARCHY =
            of(Condition.NOT_ALLOWED, "invalid-options", "Nodes cannot be related like this.");
    public static final StanzaError TOO_MANY_CHILDREN =
            of(
                    Condition.NOT_ALLOWED,
                    "max-nodes-exceeded",
                    "One of the collections would have too many nodes.");
    public static final StanzaError PRECONDITION_NOT_MET =
            of(Condition.CONFLICT, "precondition-not-met", "The node is configured otherwise.");
    public static final StanzaError PRESENCE_REQUIRED =
            of(
                    Condition.NOT_AUTHORIZED,
                    "presence-subscription-required",
                    "This is for those who see the owner's presence.");
    public static final StanzaError NOT_IN_GROUP =
            of(
                    Condition.NOT_AUTHORIZED,
                    "not-in-roster-group",
                    "This is for some groups of the owner's contacts.");
    public static final StanzaError NOT_SUBSCRIBED_YET =
            of(Condition.NOT_AUTHORIZED, "not-subscribed", "This is for approved subscribers.");
    public static final StanzaError PENDING =
            of(
                    Condition.NOT_AUTHORIZED,
                    "pending-subscription",
                    "The subscription waits for approval.");
    public static final StanzaError CLOSED =
            of(Condition.NOT_ALLOWED, "closed-node", "This is for some people only.");
    public static final StanzaError INVALID_JID =
            of(Condition.BAD_REQUEST, "invalid-jid", "Nobody subscribes for others.");
    public static final StanzaError JID_REQUIRED =
            of(Condition.BAD_REQUEST, "jid-required", "Whose subscription it is is not said.");
    public static final StanzaError NO_SUBSCRIBER =
            of(Condition.BAD_REQUEST, "invalid-jid", "Whose request it is is not said.");
    public static final StanzaError NOT_SUBSCRIBED =
            of(Condition.UNEXPECTED_REQUEST, "not-subscribed", "There is no such subscription.")
                    .withType(StanzaError.Type.CANCEL);
    public static final StanzaError SUBID_REQUIRED =
            of(Condition.BAD_REQUEST, "subid-required", "Which of the subscriptions is not said.");
    public static final StanzaError INVALID_SUBID =
            of(Condition.NOT_ACCEPTABLE, "invalid-subid", "There is no such subscription.");
    public static final StanzaError TOO_MANY_SUBSCRIPTIONS =
            of(
                    Condition.POLICY_VIOLATION,
                    "too-many-subscriptions",
                    "This node has too many subscriptions.");
    public static final StanzaError FORBIDDEN =
            Condition.FORBIDDEN.error("This is not yours to do.");
    public static final StanzaError FULL =
            Condition.RESOURCE_CONSTRAINT.error("This account has stored as much as it may.");

    private Errors() {}

    /** A condition with one of {@code pubsub#errors} beside it. */
    public static StanzaError of(Condition condition, String specific, String sentence) {
        return condition.error(sentence).withApplication(Element.empty(specific, Pubsub.ERRORS));
    }

    /** What the service does not do, section 15.3 has the features' names. */
    public static StanzaError unsupported(String feature) {
        return Condition.FEATURE_NOT_IMPLEMENTED
                .error("This is not done here.")
                .withApplication(
                        Element.of("unsupported", Pubsub.ERRORS)
                                .attribute("feature", feature)
                                .build());
    }
}
