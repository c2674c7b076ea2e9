package stoa.pubsub.avatar;

import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.PresenceRoute;
import stoa.core.hook.SessionLife;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.route.PresenceAgain;
import stoa.pubsub.pep.PersonalEventing;
import stoa.xmpp.xml.Name;

/** XEP-0084 and XEP-0398: one avatar, for clients of old and new. */
public final class UserAvatars implements Feature {
    private final PersonalEventing eventing;
    private final PresenceAgain presence;

    public UserAvatars(PersonalEventing eventing, PresenceAgain presence) {
        this.eventing = eventing;
        this.presence = presence;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(84, "1.1.4"), Xep.of(153, "1.1.1"), Xep.of(398, "1.0.0"))
                .advertises(Target.ACCOUNT, "urn:xmpp:pep-vcard-conversion:0");
    }

    @Override
    public void install(Hooks hooks) {
        PresenceHash hash = new PresenceHash(eventing);
        hooks.keeper(Name.of(Picture.VCARD, "vCard"), new VcardPicture(eventing));
        hooks.transform(PresenceRoute.STAMP, hash::stamp);
        hooks.observe(SessionLife.ENDED, hash::ended);
        eventing.onPublished(
                (account, node) -> {
                    if (node.equals(Picture.METADATA)) {
                        presence.showAgain(account);
                    }
                });
    }
}
