package stoa.pubsub.node;

/** The namespaces of XEP-0060, section 15.1. */
public final class Pubsub {
    public static final String NS = "http://jabber.org/protocol/pubsub";
    public static final String OWNER = NS + "#owner";
    public static final String EVENT = NS + "#event";
    public static final String ERRORS = NS + "#errors";

    /** The form of a node's configuration, section 16.4.4. */
    public static final String NODE_CONFIG = NS + "#node_config";

    /** The form of preconditions to a publication, section 7.1.5. */
    public static final String PUBLISH_OPTIONS = NS + "#publish-options";

    /** The form of a subscription's options, section 16.4.3. */
    public static final String SUBSCRIBE_OPTIONS = NS + "#subscribe_options";

    /** The form by which an owner lets a subscriber in, section 16.4.1. */
    public static final String SUBSCRIBE_AUTHORIZATION = NS + "#subscribe_authorization";

    /** The form that describes a node in its disco#info, section 5.4. */
    public static final String META_DATA = NS + "#meta-data";

    private Pubsub() {}
}
