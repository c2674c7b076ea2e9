package stoa.net.bosh;

import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Xep;

/** XEP-0124 and XEP-0206, as the web port offers them. */
public final class XmppOverBosh implements Feature {
    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(124, "1.11.2"), Xep.of(206, "1.4"));
    }

    /** The listener does it all. */
    @Override
    public void install(Hooks hooks) {}
}
