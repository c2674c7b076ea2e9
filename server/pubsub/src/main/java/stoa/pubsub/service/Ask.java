package stoa.pubsub.service;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.TypeFilter;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.xml.Element;

/** What a service is asked: a request of XEP-0060, read and complete. */
public sealed interface Ask {
    /**
     * Section 7.1.
     *
     * @param item whether there is an {@code <item/>} at all
     * @param id null when the service shall make one
     * @param payload null for an item without
     * @param options preconditions, section 7.1.5
     */
    record Publish(
            String node,
            boolean item,
            @Nullable String id,
            @Nullable Element payload,
            @Nullable DataForm options)
            implements Ask {}

    /**
     * Section 7.2.
     *
     * @param told whether others shall be notified, also where the node would not
     */
    record Retract(String node, String id, boolean told) implements Ask {}

    /**
     * Section 8.1.
     *
     * @param node null when the service shall name it
     */
    record Create(@Nullable String node, @Nullable DataForm config) implements Ask {}

    /** Section 8.4. */
    record Delete(String node) implements Ask {}

    /** Section 8.5. */
    record Purge(String node) implements Ask {}

    /** Section 8.2.1. */
    record GetConfig(String node) implements Ask {}

    /** Section 8.2.4; a form of type cancel changes nothing. */
    record SetConfig(String node, DataForm form) implements Ask {}

    /** Section 8.3. */
    record GetDefault() implements Ask {}

    /**
     * Section 6.5.
     *
     * @param subid which of the asker's subscriptions it asks for, or null
     * @param ids these items; empty: the newest
     * @param max the newest so many, or {@link PageRequest#NO_MAX}
     * @param page a page of them, XEP-0059, or null
     */
    record Items(
            String node,
            @Nullable String subid,
            List<String> ids,
            int max,
            @Nullable PageRequest page)
            implements Ask {}

    /**
     * Section 6.1.
     *
     * @param options section 6.3.7; null for the defaults
     */
    record Subscribe(String node, Jid who, @Nullable DataForm options) implements Ask {}

    /** Section 6.2. */
    record Unsubscribe(String node, Jid who, @Nullable String subid) implements Ask {}

    /** Section 6.3.2. */
    record GetOptions(String node, Jid who, @Nullable String subid) implements Ask {}

    /** Section 6.3.5; a form of type cancel changes nothing. */
    record SetOptions(String node, Jid who, @Nullable String subid, DataForm form) implements Ask {}

    /** Section 6.4. */
    record GetDefaultOptions(@Nullable String node) implements Ask {}

    /** XEP-0248 section 7.4. */
    record Associate(String collection, String child) implements Ask {}

    /** XEP-0248 section 7.5. */
    record Dissociate(String collection, String child) implements Ask {}

    /** The asker's own, section 5.6. */
    record OwnSubscriptions(@Nullable String node) implements Ask {}

    /** The asker's own, section 5.7. */
    record OwnAffiliations(@Nullable String node) implements Ask {}

    /** Section 8.8.1. */
    record GetSubscriptions(String node) implements Ask {}

    /** Section 8.8.2. */
    record SetSubscriptions(String node, List<Change<SubscriptionState>> changes) implements Ask {}

    /** Section 8.9.1. */
    record GetAffiliations(String node) implements Ask {}

    /** Section 8.9.2. */
    record SetAffiliations(String node, List<Change<NodeAffiliation>> changes) implements Ask {}

    /** disco#info of a node, section 5.3. */
    record NodeInfo(String node) implements Ask {}

    /**
     * disco#items of the service or of a node, sections 5.2 and 5.5.
     *
     * @param filter which nodes; items are listed all
     */
    record ListNodes(@Nullable String node, @Nullable PageRequest page, TypeFilter filter)
            implements Ask {}

    /** All bookmarks as one element of XEP-0048. */
    record GetBookmarks() implements Ask {}

    /** Replaces all bookmarks by those of XEP-0048. */
    record SetBookmarks(Element storage) implements Ask {}

    /** One line of a list that an owner changes. */
    record Change<T>(Jid who, T value) {}
}
