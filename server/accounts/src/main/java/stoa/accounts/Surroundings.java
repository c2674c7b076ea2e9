package stoa.accounts;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import stoa.accounts.people.AliasBook;
import stoa.accounts.people.Directory;
import stoa.core.hook.Filter;
import stoa.core.hook.Hooks;
import stoa.core.hook.MessageRoute;
import stoa.core.hook.MessageRoute.Outgoing;
import stoa.core.hook.PresenceRoute;
import stoa.core.hook.Transform;
import stoa.core.route.BlockLists;
import stoa.core.route.ResourceRegistry;
import stoa.core.route.ServedDomains;
import stoa.core.route.Services;
import stoa.store.roster.RosterItem;
import stoa.store.run.Run;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * What an account's rules may look at besides its own state: all of it immutable, or safe to read
 * on any thread and never blocking.
 *
 * @param unsureBefore of messages with smaller archive ids it is not sure that their clients have
 *     them ({@link Run})
 */
record Surroundings(
        AccountSettings settings,
        Directory directory,
        AliasBook aliases,
        ServedDomains domains,
        Services services,
        ResourceRegistry registry,
        BlockLists blocks,
        PresenceWatches watches,
        InstantSource clock,
        long unsureBefore,
        LateMessages late,
        Filter<Outgoing>.Chain maySend,
        Transform<Outgoing>.Chain stamp,
        Transform<PresenceRoute.Outgoing>.Chain stampPresence) {

    static final StanzaError NOBODY = Condition.SERVICE_UNAVAILABLE.error();
    static final StanzaError ELSEWHERE =
            Condition.REMOTE_SERVER_NOT_FOUND.error(
                    "People of this domain may not talk with that server.");

    static Surroundings of(
            AccountSettings settings,
            Directory directory,
            AliasBook aliases,
            ServedDomains domains,
            Services services,
            ResourceRegistry registry,
            BlockLists blocks,
            InstantSource clock,
            Hooks hooks,
            long unsureBefore) {
        return new Surroundings(
                settings,
                directory,
                aliases,
                domains,
                services,
                registry,
                blocks,
                new PresenceWatches(),
                clock,
                unsureBefore,
                new LateMessages(),
                hooks.filtersOf(MessageRoute.MAY_SEND),
                hooks.transformsOf(MessageRoute.STAMP),
                hooks.transformsOf(PresenceRoute.STAMP));
    }

    long nowMs() {
        return clock.millis();
    }

    /** Whether a served domain's accounts, and not a service, are behind the address. */
    boolean isAccountAddress(Jid to) {
        return to.local() != null && domains.serves(to.domain()) && services.at(to) == null;
    }

    /** Whether another server has the address. */
    boolean isElsewhere(Jid address) {
        return domains.isElsewhere(address.domain());
    }

    /** Whether everybody of the account's domain sees everybody. */
    boolean everybodyListed(BareJid account) {
        return directory.listing(account.domain()).listed();
    }

    /** Who may see the account's presence, once this item is in its roster; null: as it is. */
    RosterAudience audience(AccountState state, @Nullable RosterItem changed) {
        return RosterAudience.of(directory, settings, state.address(), state.contacts(), changed);
    }

    /** Whether that contact is listed to the account without any agreement. */
    boolean isListedTo(BareJid account, Jid contact) {
        return contact instanceof BareJid person
                && person.domain().equals(account.domain())
                && !person.equals(account)
                && directory.listing(account.domain()).people().containsKey(person);
    }

    /** Whether that contact is in the account's roster by no agreement of theirs. */
    boolean isComputed(BareJid account, Jid contact) {
        return isListedTo(account, contact) || aliases.contactOf(account, contact) != null;
    }

    /** Why somebody of our domains may not reach that address, or null when they may. */
    @Nullable StanzaError unreachable(FullJid from, Jid to) {
        if (!domains.mayMeet(from.domain(), to.domain())) {
            return isElsewhere(to) ? ELSEWHERE : NOBODY;
        }
        if (isElsewhere(to)) {
            return null;
        }
        if (services.at(to.domain()) == null && !domains.serves(to.domain())) {
            return ELSEWHERE;
        }
        return isAccountAddress(to)
                        && to.bare() instanceof BareJid account
                        && !directory.exists(account)
                ? NOBODY
                : null;
    }
}
